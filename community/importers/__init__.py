"""Other communities' dumps become ours: members, questions and all that was said, with its original instants."""
