"""Times: working time, windows, nights, holidays, and what people wish for. Pure."""
