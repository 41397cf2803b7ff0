"""What a listener is given of a command, a button or a form, and how it answers.

Knows no topic.
"""
