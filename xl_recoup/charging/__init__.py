"""From a placement and a policy to charge lines with their working; pure."""
