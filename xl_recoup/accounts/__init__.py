"""What is booked: the ledger, bookings, journal, accruals, documents and their settlement; pure."""
