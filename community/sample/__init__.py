"""The sample community of `community demo`: texts of a fictional company, replayed through the real actions."""
