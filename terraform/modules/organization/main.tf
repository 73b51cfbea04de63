data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

# Only asked for where the accounts aren't named. It takes the management account or a delegated administrator.
data "aws_organizations_organization" "this" {
  count = var.accounts == null ? 1 : 0
}

locals {
  account_id = data.aws_caller_identity.current.account_id
  region     = data.aws_region.current.name
  accounts = var.accounts != null ? var.accounts : sort([
    for account in data.aws_organizations_organization.this[0].accounts : account.id if account.status == "ACTIVE"
  ])

  # its stack makes the roles of each account, and so comes before the others
  home_region = contains(var.regions, local.region) ? local.region : var.regions[0]
}
