"""The generated pages of `docs`, each from what the product or the tests give."""
