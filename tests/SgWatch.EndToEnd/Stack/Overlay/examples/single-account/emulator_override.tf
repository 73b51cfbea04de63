# The provider tries a call that moto answers with 500 again for minutes: a gap is to show at once.
provider "aws" {
  max_retries = 2
}
