# Apply this in the security account. Before that, the management account makes it a delegated administrator, once:
#   aws organizations enable-aws-service-access --service-principal member.org.stacksets.cloudformation.amazonaws.com
#   aws organizations register-delegated-administrator --account-id 111122223333 \
#     --service-principal member.org.stacksets.cloudformation.amazonaws.com

# The hub's region.
region = "us-east-1"

# Every name begins with it.
prefix = "sgwatch"

# Which accounts, and in which regions. Accounts that join later are guarded from then on.
organization_id         = "o-a1b2c3d4e5"
organizational_unit_ids = ["r-a1b2"] # the root: all of them
regions                 = ["us-east-1", "eu-west-1", "ap-southeast-2"]

# The accounts to sweep. Without this line: all accounts that are active when you apply this.
accounts = ["111122223333", "123456789012"]

# One trail for every account. Leave it out if the organisation has a trail, because EventBridge gets calls by any trail. If this isn't the
# management account, it has to be CloudTrail's delegated administrator. The management account names it, once:
#   aws organizations enable-aws-service-access --service-principal cloudtrail.amazonaws.com
#   aws cloudtrail register-organization-delegated-admin --member-account-id 111122223333
# organization_trail    = true
# management_account_id = "444455556666"

# Any text of your own.
external_id = "sgwatch-o-a1b2c3d4e5"

# Who gets messages. Each address gets a mail first, with a link to confirm.
emails = [
  # "security@example.com",
]

# Findings in each account's own Security Hub, which has to be enabled there.
# findings = ["security-hub"]

# "observe" reports and changes nothing, and the roles can't change rules.
mode = "enforce"

tags = {
  application = "sgwatch"
}
