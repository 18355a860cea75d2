"""Billable lines become ledger entries on documents, once, on two people's word."""
