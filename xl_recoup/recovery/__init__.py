"""What is owed and not paid, asked and not answered: how far it is pressed, and what is next."""
