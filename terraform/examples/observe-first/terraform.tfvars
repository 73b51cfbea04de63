region = "us-east-1"

emails = [
  # "security@example.com",
]
