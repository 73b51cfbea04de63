# Every input refuses what can't work, before anything is made: a run has a wrong value for each input that it names.
# Offline: terraform init && terraform test.

mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

variables {
  package = "event-pattern.json" # any file: it is only hashed
}

run "refuses_what_cannot_work" {
  command = plan
  variables {
    prefix                   = "SgWatch"
    architecture             = "x64"
    package                  = "no-such.zip"
    mode                     = "off"
    policy_file              = "versions.tf"
    emails                   = ["security"]
    display_name             = "two\nlines"
    names                    = { trail_bucket = "Capitals" }
    sweep_interval_minutes   = 4
    member_role_name         = "path/role"
    external_id              = "a"
    existing_trail           = { arn = "management" }
    log_retention_days       = 100
    log_level                = "verbose"
    rules_per_group          = 0
    memory_mb                = 64
    timeout_seconds          = 5
    batch_size               = 11
    maximum_concurrency      = 1
    trail_archive_after_days = 0
    permissions_boundary_arn = "boundary"
    code_signing_config_arn  = "config"
    extra_topic_arns         = ["security"]
  }
  expect_failures = [
    var.prefix,
    var.architecture,
    var.package,
    var.mode,
    var.policy_file,
    var.emails,
    var.display_name,
    var.names,
    var.sweep_interval_minutes,
    var.member_role_name,
    var.external_id,
    var.existing_trail,
    var.log_retention_days,
    var.log_level,
    var.rules_per_group,
    var.memory_mb,
    var.timeout_seconds,
    var.batch_size,
    var.maximum_concurrency,
    var.trail_archive_after_days,
    var.permissions_boundary_arn,
    var.code_signing_config_arn,
    var.extra_topic_arns,
  ]
}

run "refuses_what_is_at_odds" {
  command = plan
  variables {
    prefix                 = "sg-"
    policy_file            = "no-such.yaml"
    emails                 = ["a@example.com", "a@example.com"]
    names                  = { function = "with space" }
    sweep_interval_minutes = 7.5
    reserved_concurrency   = 4
    trail_object_lock_days = 731
    findings               = ["security-hub", "csv"]
    extra_topic_arns       = [for i in range(5) : "arn:aws:sns:eu-west-1:111122223333:t${i}"]
  }
  expect_failures = [
    var.prefix,
    var.policy_file,
    var.emails,
    var.names,
    var.sweep_interval_minutes,
    var.reserved_concurrency,
    var.trail_object_lock_days,
    var.extra_topic_arns,
    var.findings,
  ]
}

run "refuses_the_rest" {
  command = plan
  variables {
    prefix                  = "abcdefghijklmnopqrstuvwxy"
    trail_expire_after_days = 90
    organization_trail      = { organization_id = "a1b2c3d4e5" }
    names                   = { topic = "a.b" }
    incident_event_bus_arn  = "security"
  }
  expect_failures = [
    var.prefix,
    var.trail_expire_after_days,
    var.organization_trail,
    var.names,
    var.incident_event_bus_arn,
  ]
}

run "refuses_ocsf_without_a_bus" {
  command = plan
  variables {
    findings = ["ocsf"]
  }
  expect_failures = [var.findings]
}

run "refuses_a_trail_name" {
  command = plan
  variables {
    names = { trail = "a" }
  }
  expect_failures = [
    var.names,
  ]
}

run "refuses_a_log_group_name" {
  command = plan
  variables {
    names = { trail_log_group = "a b" }
  }
  expect_failures = [
    var.names,
  ]
}

run "refuses_a_management_account_that_is_none" {
  command = plan
  variables {
    organization_trail = { organization_id = "o-a1b2c3d4e5", management_account_id = "management" }
  }
  expect_failures = [
    var.organization_trail,
  ]
}

run "refuses_an_organisations_trail_where_none_is_made" {
  command = plan
  variables {
    organization_trail = { organization_id = "o-a1b2c3d4e5" }
    existing_trail     = { arn = "arn:aws:cloudtrail:us-east-1:444455556666:trail/organisation" }
  }
  expect_failures = [
    var.organization_trail,
  ]
}
