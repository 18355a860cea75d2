"""What the year comes to on 31 March, and how many places are needed."""
