"""What is heard in a typed line before anything else: identity numbers, emergencies, who is writing."""
