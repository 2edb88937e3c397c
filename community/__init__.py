"""What people can do: actions (write), queries (read) and consequences (inbox, mail, search, the worker)."""
