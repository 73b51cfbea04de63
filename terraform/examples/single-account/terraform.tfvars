# The region that is guarded. The trail sees every region of the account.
region = "us-east-1"

# Every name begins with it.
prefix = "sgwatch"

# Names of your own. Each replaces one that begins with the prefix.
# names = {
#   trail           = "management"
#   trail_bucket    = "example-management-trail" # unique in the world
#   trail_log_group = "/audit/management"
#   event_rule      = "security-group-changes"
#   function        = "security-group-guard"
#   topic           = "security-group-alerts"
# }

# Who gets messages. Each address gets a mail first, with a link to confirm.
emails = [
  # "security@example.com",
]

# The sender's name of the mails.
display_name = "SgWatch"

# What may be open: see docs/policy.md. Without this line the built-in policy holds.
policy_file = "sgwatch.yaml"

# "observe" reports and changes nothing, and the function's role can't change rules.
mode = "enforce"

# The function's processor, as the zip was built for: "arm64" or "x86_64".
architecture = "arm64"

tags = {
  application = "sgwatch"
}

# To delete logs, policies and incidents too: set it to true and apply before `terraform destroy`.
force_destroy = false
