"""The facilitators' console: every council, and what could not be delivered."""
