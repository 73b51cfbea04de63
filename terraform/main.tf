data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account = {
    id        = data.aws_caller_identity.current.account_id
    partition = data.aws_partition.current.partition
    region    = data.aws_region.current.name
  }

  # bucket names are the world's, role names the account's: hence account and region in them
  names = {
    trail           = coalesce(var.names.trail, var.prefix)
    trail_bucket    = coalesce(var.names.trail_bucket, "${var.prefix}-trail-${local.account.id}-${local.account.region}")
    trail_log_group = coalesce(var.names.trail_log_group, "/aws/cloudtrail/${var.prefix}")
    event_rule      = coalesce(var.names.event_rule, "${var.prefix}-security-groups")
    function        = coalesce(var.names.function, var.prefix)
    topic           = coalesce(var.names.topic, var.prefix)
  }

  makes_trail        = var.existing_trail == null
  trail_arn          = local.makes_trail ? module.trail[0].arn : var.existing_trail.arn
  function_log_group = "/aws/lambda/${local.names.function}"

  # without another one named, this account is the management account
  trail_organization = var.organization_trail == null ? null : {
    id                    = var.organization_trail.organization_id
    management_account_id = coalesce(var.organization_trail.management_account_id, local.account.id)
  }
}

module "key" {
  source = "./modules/key"

  account   = local.account
  alias     = var.prefix
  trail_arn = local.makes_trail ? local.trail_arn : null
  log_group_names = concat(
    [local.function_log_group],
    local.makes_trail ? [local.names.trail_log_group] : [],
  )
  tags = var.tags
}

module "trail" {
  source = "./modules/trail"
  count  = local.makes_trail ? 1 : 0

  account                  = local.account
  name                     = local.names.trail
  organization             = local.trail_organization
  bucket_name              = local.names.trail_bucket
  log_group_name           = local.names.trail_log_group
  role_name                = "${var.prefix}-trail-${local.account.region}"
  kms_key_arn              = module.key.arn
  log_retention_days       = var.log_retention_days
  archive_after_days       = var.trail_archive_after_days
  expire_after_days        = var.trail_expire_after_days
  object_lock_days         = var.trail_object_lock_days
  permissions_boundary_arn = var.permissions_boundary_arn
  force_destroy            = var.force_destroy
  tags                     = var.tags
}

module "topic" {
  source = "./modules/topic"

  account            = local.account
  name               = local.names.topic
  display_name       = var.display_name
  emails             = var.emails
  publisher_role_arn = module.pipeline.function_role_arn
  kms_key_arn        = module.key.arn
  tags               = var.tags
}

module "pipeline" {
  source = "./modules/pipeline"

  account                  = local.account
  prefix                   = var.prefix
  function_name            = local.names.function
  function_log_group_name  = local.function_log_group
  event_rule_name          = local.names.event_rule
  extra_event_rule_arns    = var.extra_event_rule_arns
  event_pattern            = file("${path.module}/event-pattern.json")
  package                  = var.package
  architecture             = var.architecture
  memory_mb                = var.memory_mb
  timeout_seconds          = var.timeout_seconds
  batch_size               = var.batch_size
  maximum_concurrency      = var.maximum_concurrency
  reserved_concurrency     = var.reserved_concurrency
  tracing                  = var.tracing
  code_signing_config_arn  = var.code_signing_config_arn
  permissions_boundary_arn = var.permissions_boundary_arn
  log_retention_days       = var.log_retention_days
  log_level                = var.log_level
  rules_per_group          = var.rules_per_group
  mode                     = var.mode
  policy_file              = var.policy_file
  sweep_interval_minutes   = var.sweep_interval_minutes
  member_role_name         = var.member_role_name
  external_id              = var.external_id
  topic_arn                = module.topic.arn
  incident_event_bus_arn   = var.incident_event_bus_arn
  findings                 = var.findings
  kms_key_arn              = module.key.arn
  force_destroy            = var.force_destroy
  tags                     = var.tags
}

# Watches all of the above without the function's help.
module "watch" {
  source = "./modules/watch"

  name_prefix              = var.prefix
  topic_arn                = module.topic.arn
  extra_topic_arns         = var.extra_topic_arns
  topic_name               = local.names.topic
  trail_arn                = local.trail_arn
  trail_name               = local.makes_trail ? local.names.trail : split("/", var.existing_trail.arn)[1]
  trail_bucket_name        = one(module.trail[*].bucket_name)
  trail_log_group_name     = local.makes_trail ? module.trail[0].log_group_name : var.existing_trail.log_group_name
  function_name            = module.pipeline.function_name
  function_role_name       = module.pipeline.function_role_name
  function_log_group_name  = module.pipeline.function_log_group_name
  function_timeout_seconds = var.timeout_seconds
  event_rule_name          = module.pipeline.event_rule_name
  scheduler_name           = module.pipeline.scheduler_name
  queue_name               = module.pipeline.queue_name
  queue_arn                = module.pipeline.queue_arn
  dead_letter_queue_names  = module.pipeline.dead_letter_queue_names
  policy_bucket_name       = module.pipeline.policy_bucket_name
  table_name               = module.pipeline.table_name
  kms_key_arn              = module.key.arn
  sweep_interval_minutes   = var.sweep_interval_minutes
  cis_alarms               = var.cis_alarms
  tags                     = var.tags
}
