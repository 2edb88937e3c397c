"""All that is read, as columns or rows; nothing here writes."""
