module "sweep" {
  source = "../schedule"

  name                     = "${var.prefix}-sweep"
  group_name               = var.prefix
  description              = "Every group is looked at, events or not"
  role_name                = "${var.prefix}-scheduler-${var.account.region}"
  role_description         = "EventBridge Scheduler asks the SgWatch function for a sweep"
  account_id               = var.account.id
  interval_minutes         = var.sweep_interval_minutes
  input                    = jsonencode({ sgwatch = "sweep" })
  queue_arn                = aws_sqs_queue.events.arn
  dead_letter_queue_arn    = aws_sqs_queue.dead_deliveries.arn
  kms_key_arn              = var.kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}
