"""What `moot content new` writes: a small pack that passes the check and plays, for its author to make their
own. Knows what they wish for and how a pack is written; may use the models and the check, and nothing that
plays. The texts stand in `templates/` and `parts.py`."""
