"""What is stored and what may never be false: tables, invariants, events and the event log."""
