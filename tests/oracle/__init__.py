"""A second, independent calculation of the statutory charges, for comparison with the product."""
