"""Role sheets: envelopes, sheets, and what is revealed of them."""
