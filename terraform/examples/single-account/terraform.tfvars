# The region that is guarded. The trail sees every region of the account.
region = "us-east-1"

# Every name begins with it.
prefix = "sgwatch"

# Single names of your own, each instead of one that begins with the prefix.
# names = {
#   trail           = "management"
#   trail_bucket    = "example-management-trail" # unique in the world
#   trail_log_group = "/audit/management"
#   event_rule      = "security-group-changes"
#   function        = "security-group-guard"
#   topic           = "security-group-alerts"
# }

# Who is told. Each address gets a mail first, with a link to confirm.
emails = [
  # "security@example.com",
]

# Whom the mails come from.
display_name = "SgWatch"

# What may be open: see docs/policy.md. Without this line the built-in policy holds.
policy_file = "sgwatch.yaml"

# "observe" reports and changes nothing; the function's role can't either.
mode = "enforce"

# The function's processor, as the zip was built for: "arm64" or "x86_64".
architecture = "arm64"

tags = {
  application = "sgwatch"
}

# Before `terraform destroy`, if logs, policies and incidents are to go too: set it to true and apply.
force_destroy = false
