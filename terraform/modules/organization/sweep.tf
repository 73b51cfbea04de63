# One message names every account and region; the function makes one of each, a few at a time.
module "sweep" {
  source = "../schedule"

  name                     = "${var.prefix}-members-sweep"
  group_name               = "${var.prefix}-members"
  description              = "Every group of every account is looked at, events or not"
  role_name                = "${var.prefix}-members-scheduler-${local.region}"
  role_description         = "EventBridge Scheduler asks the SgWatch function for a sweep of every account"
  account_id               = local.account_id
  interval_minutes         = var.sweep_interval_minutes
  input                    = jsonencode({ sgwatch = "sweep", accounts = local.accounts, regions = var.regions })
  queue_arn                = var.queue_arn
  dead_letter_queue_arn    = var.dead_letter_queue_arn
  kms_key_arn              = var.kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}
