"""The worked examples as data, and how the tests read them."""
