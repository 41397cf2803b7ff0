"""What an event means for Slack: pieces of work for the courier, by topic, and how they enter the outbox.

Here stands what is shown or done, where and how urgently; never the words, and nothing of Slack's Web API but
the names of its methods. Reads and writes the database only within the transaction of the events.
"""
