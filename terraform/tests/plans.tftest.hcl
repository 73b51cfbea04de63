# What the inputs make of the stack, above all what an emulator can't apply. The provider is the real one, so that policies are
# real text, but nothing is asked of AWS. Offline: terraform init && terraform test.

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

override_data {
  target = data.aws_caller_identity.current
  values = { account_id = "111122223333" }
}
variables {
  package = "event-pattern.json" # any file: it is only hashed
}

run "names_begin_with_the_prefix" {
  command = plan
  variables {
    prefix = "guard"
  }

  assert {
    condition = (
      output.trail_arn == "arn:aws:cloudtrail:eu-west-1:111122223333:trail/guard"
      && output.trail_bucket_name == "guard-trail-111122223333-eu-west-1"
      && output.trail_log_group_name == "/aws/cloudtrail/guard"
    )
    error_message = "trail"
  }
  assert {
    condition = (
      output.function_name == "guard"
      && output.function_log_group_name == "/aws/lambda/guard"
      && output.event_rule_name == "guard-security-groups"
    )
    error_message = "function"
  }
  assert {
    condition = (
      output.table_name == "guard-incidents"
      && output.schedule_name == "guard-sweep"
      && output.policy_bucket_name == "guard-policy-111122223333-eu-west-1"
    )
    error_message = "the rest"
  }
}

run "every_input_takes_what_is_right" {
  command = plan
  variables {
    architecture = "x86_64"
    prefix       = "a-prefix-of-24-character"
    names = {
      trail           = "my.trail_1-a"
      trail_bucket    = "my.bucket-1"
      trail_log_group = "/aws/a_b.c#d-e"
      event_rule      = "my_rule-1"
      function        = "My_function-1"
      topic           = "My_topic-1"
    }
    tags                     = { owner = "security" }
    mode                     = "observe"
    policy_file              = "examples/single-account/sgwatch.yaml"
    sweep_interval_minutes   = 1440
    member_role_name         = "Member+=,.@_-1"
    external_id              = "a_b+c=d,e.f@g:h/i-j"
    extra_event_rule_arns    = ["arn:aws:events:eu-west-1:111122223333:rule/hub/members"]
    emails                   = ["security@example.com", "first.last+sgwatch@mail.example.co.uk"]
    display_name             = "Wächter"
    extra_topic_arns         = ["arn:aws:sns:eu-west-1:111122223333:security"]
    incident_event_bus_arn   = "arn:aws:events:eu-west-1:111122223333:event-bus/a.b-c_d/e"
    findings                 = ["ocsf", "security-hub"]
    cis_alarms               = false
    trail_archive_after_days = null
    trail_expire_after_days  = null
    trail_object_lock_days   = 365
    log_retention_days       = 3653
    log_level                = "debug"
    rules_per_group          = 1000
    memory_mb                = 10240
    timeout_seconds          = 900
    batch_size               = 1
    maximum_concurrency      = 1000
    reserved_concurrency     = 1000
    tracing                  = true
    permissions_boundary_arn = "arn:aws:iam::111122223333:policy/some/boundary"
    code_signing_config_arn  = "arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-0f6c334abcdea4d8b"
    force_destroy            = true
  }

  assert {
    condition     = output.function_name == "My_function-1"
    error_message = "the plan"
  }
}

run "single_names_replace_them" {
  command = plan
  variables {
    names = {
      trail           = "management"
      trail_bucket    = "example-trail"
      trail_log_group = "/audit"
      event_rule      = "changes"
      function        = "closer"
      topic           = "alerts"
    }
  }

  assert {
    condition = (
      output.trail_arn == "arn:aws:cloudtrail:eu-west-1:111122223333:trail/management"
      && output.trail_bucket_name == "example-trail"
      && output.trail_log_group_name == "/audit"
    )
    error_message = "trail"
  }
  assert {
    condition = (
      output.function_name == "closer" && output.function_log_group_name == "/aws/lambda/closer" && output.event_rule_name == "changes"
    )
    error_message = "function and rule"
  }
}

# what an emulator can't show: logging switched on, the key's policy bound to the trail

run "the_trail_logs_everything_and_only_it_may_use_its_key_and_bucket" {
  command = plan
  module {
    source = "./modules/trail"
  }
  variables {
    account                  = { id = "111122223333", partition = "aws", region = "eu-west-1" }
    name                     = "sgwatch"
    organization             = null
    bucket_name              = "sgwatch-trail"
    log_group_name           = "/aws/cloudtrail/sgwatch"
    role_name                = "sgwatch-trail"
    kms_key_arn              = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    log_retention_days       = 365
    archive_after_days       = null
    expire_after_days        = null
    object_lock_days         = 30
    permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
    force_destroy            = false
    tags                     = {}
  }

  assert {
    condition = (
      aws_cloudtrail.this.enable_logging
      && aws_cloudtrail.this.is_multi_region_trail
      && aws_cloudtrail.this.include_global_service_events
      && aws_cloudtrail.this.enable_log_file_validation
    )
    error_message = "every region, global services, validated, switched on"
  }
  assert {
    condition = (
      one(aws_cloudtrail.this.event_selector).read_write_type == "All"
      && one(aws_cloudtrail.this.event_selector).include_management_events
    )
    error_message = "management events of every kind"
  }
  assert {
    condition = (
      aws_s3_bucket.trail.object_lock_enabled
      && one(one(aws_s3_bucket_object_lock_configuration.trail[0].rule).default_retention).days == 30
    )
    error_message = "the object lock"
  }
  assert {
    condition = (
      length(one(aws_s3_bucket_lifecycle_configuration.trail.rule).transition) == 0
      && length(one(aws_s3_bucket_lifecycle_configuration.trail.rule).expiration) == 0
    )
    error_message = "nothing moves and nothing expires"
  }
  assert {
    condition     = !aws_cloudtrail.this.is_organization_trail && output.arn == "arn:aws:cloudtrail:eu-west-1:111122223333:trail/sgwatch"
    error_message = "the account's own trail"
  }
  assert {
    condition     = aws_iam_role.trail.permissions_boundary == "arn:aws:iam::111122223333:policy/boundary"
    error_message = "the boundary"
  }
  assert {
    condition = (
      jsondecode(data.aws_iam_policy_document.trail_logs.json).Statement[0].Resource
      == "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/cloudtrail/sgwatch:log-stream:111122223333_CloudTrail_eu-west-1*"
    )
    error_message = "CloudTrail writes to its own streams of its own log group"
  }
}

# as CloudTrail's user guide has it: "Creating a trail for an organization with the AWS CLI",
# "Prepare for creating a trail for your organization"
run "an_organisations_trail_made_by_a_delegated_administrator_is_the_management_accounts" {
  command = plan
  module {
    source = "./modules/trail"
  }
  variables {
    account                  = { id = "111122223333", partition = "aws", region = "eu-west-1" }
    name                     = "sgwatch"
    organization             = { id = "o-a1b2c3d4e5", management_account_id = "999988887777" }
    bucket_name              = "sgwatch-trail"
    log_group_name           = "/aws/cloudtrail/sgwatch"
    role_name                = "sgwatch-trail"
    kms_key_arn              = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    log_retention_days       = 365
    archive_after_days       = null
    expire_after_days        = null
    object_lock_days         = null
    permissions_boundary_arn = null
    force_destroy            = false
    tags                     = {}
  }
  override_resource {
    target          = aws_s3_bucket.trail
    override_during = plan
    values          = { arn = "arn:aws:s3:::sgwatch-trail" }
  }

  assert {
    condition = (
      aws_cloudtrail.this.is_organization_trail && aws_cloudtrail.this.is_multi_region_trail && aws_cloudtrail.this.enable_logging
    )
    error_message = "every account, every region, switched on"
  }
  assert {
    condition     = output.arn == "arn:aws:cloudtrail:eu-west-1:999988887777:trail/sgwatch"
    error_message = "the trail's owner"
  }
  assert {
    condition = alltrue([
      for statement in data.aws_iam_policy_document.bucket.statement :
      one(one(statement.principals).identifiers) == "cloudtrail.amazonaws.com"
      && output.arn == one([
        for condition in statement.condition : one(condition.values) if condition.variable == "aws:SourceArn"
      ])
      if statement.effect != "Deny"
    ])
    error_message = "the bucket takes files of this trail alone"
  }
  assert {
    condition = one([
      for statement in data.aws_iam_policy_document.bucket.statement :
      statement.resources if contains(statement.actions, "s3:PutObject")
      ]) == toset([
      "arn:aws:s3:::sgwatch-trail/AWSLogs/999988887777/*", "arn:aws:s3:::sgwatch-trail/AWSLogs/o-a1b2c3d4e5/*"
    ])
    error_message = "the files of the organisation"
  }
  assert {
    condition = toset(jsondecode(data.aws_iam_policy_document.trail_logs.json).Statement[0].Resource) == toset([
      "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/cloudtrail/sgwatch:log-stream:111122223333_CloudTrail_eu-west-1*",
      "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/cloudtrail/sgwatch:log-stream:o-a1b2c3d4e5_*"
    ])
    error_message = "the organisation's streams, of a log group of this account"
  }
}

run "a_delegated_administrator_names_the_management_account" {
  command = plan
  variables {
    organization_trail = { organization_id = "o-a1b2c3d4e5", management_account_id = "999988887777" }
  }

  assert {
    condition = (
      output.trail_arn == "arn:aws:cloudtrail:eu-west-1:999988887777:trail/sgwatch"
      && output.trail_bucket_name == "sgwatch-trail-111122223333-eu-west-1"
    )
    error_message = "the trail is the management account's, the bucket this one's"
  }
}

run "the_management_account_needs_no_name" {
  command = plan
  variables {
    organization_trail = { organization_id = "o-a1b2c3d4e5" }
  }

  assert {
    condition     = output.trail_arn == "arn:aws:cloudtrail:eu-west-1:111122223333:trail/sgwatch"
    error_message = "the trail is this account's"
  }
}

run "the_key_is_for_these_services_and_no_others" {
  command = plan
  module {
    source = "./modules/key"
  }
  variables {
    account         = { id = "111122223333", partition = "aws", region = "eu-west-1" }
    alias           = "sgwatch"
    trail_arn       = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/sgwatch"
    log_group_names = ["/aws/lambda/sgwatch", "/aws/cloudtrail/sgwatch"]
    tags            = {}
  }

  assert {
    condition     = aws_kms_key.this.enable_key_rotation && aws_kms_key.this.deletion_window_in_days == 30
    error_message = "rotated, and thirty days to think again"
  }
  assert {
    condition = (
      [
        for statement in jsondecode(data.aws_iam_policy_document.key.json).Statement :
        try(statement.Principal.Service, statement.Principal.AWS)
      ]
      == [
        "arn:aws:iam::111122223333:root",
        "cloudtrail.amazonaws.com",
        "logs.eu-west-1.amazonaws.com",
        "events.amazonaws.com",
        "cloudwatch.amazonaws.com",
      ]
    )
    error_message = "the principals of the key's policy"
  }
  assert {
    condition = (
      jsondecode(data.aws_iam_policy_document.key.json).Statement[1].Condition
      == { StringEquals = { "aws:SourceArn" = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/sgwatch" } }
    )
    error_message = "CloudTrail for this trail alone"
  }
  assert {
    condition = toset(
      jsondecode(data.aws_iam_policy_document.key.json).Statement[2].Condition.ArnEquals["kms:EncryptionContext:aws:logs:arn"]
      ) == toset([
        "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/sgwatch",
        "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/cloudtrail/sgwatch"
    ])
    error_message = "CloudWatch Logs for these log groups alone"
  }
  # with a condition EventBridge couldn't use the key at all
  assert {
    condition     = !can(jsondecode(data.aws_iam_policy_document.key.json).Statement[3].Condition)
    error_message = "no condition for EventBridge"
  }
}

run "a_schedule_sends_to_its_queue_and_its_dead_letter_queue_and_nowhere_else" {
  command = plan
  module {
    source = "./modules/schedule"
  }
  variables {
    name                     = "sgwatch-members-sweep"
    group_name               = "sgwatch-members"
    description              = "Every group"
    role_name                = "sgwatch-members-scheduler"
    role_description         = "Asks for a sweep"
    account_id               = "111122223333"
    interval_minutes         = 60
    input                    = "{}"
    queue_arn                = "arn:aws:sqs:eu-west-1:111122223333:sgwatch-events"
    dead_letter_queue_arn    = "arn:aws:sqs:eu-west-1:111122223333:sgwatch-deliveries-dead"
    kms_key_arn              = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    permissions_boundary_arn = null
    tags                     = {}
  }

  assert {
    condition     = output.target.arn == var.queue_arn && one(output.target.dead_letter_config).arn == var.dead_letter_queue_arn
    error_message = "the queues"
  }
  assert {
    condition = [
      for statement in jsondecode(data.aws_iam_policy_document.scheduler.json).Statement :
      { actions = statement.Action, resources = statement.Resource }
      ] == [
      {
        actions = "sqs:SendMessage"
        resources = [
          "arn:aws:sqs:eu-west-1:111122223333:sgwatch-events",
          "arn:aws:sqs:eu-west-1:111122223333:sgwatch-deliveries-dead",
        ]
      },
      {
        actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
        resources = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      },
    ]
    error_message = "the role's policy"
  }
}

run "an_existing_trail_is_used" {
  command = plan
  variables {
    existing_trail = { arn = "arn:aws:cloudtrail:us-east-1:444455556666:trail/organisation" }
  }

  assert {
    condition     = length(module.trail) == 0 && output.trail_bucket_name == null && output.trail_log_group_name == null
    error_message = "no trail, bucket and log group is made"
  }
  assert {
    condition     = output.trail_arn == "arn:aws:cloudtrail:us-east-1:444455556666:trail/organisation"
    error_message = "the trail named"
  }
}

run "the_built_in_policy_needs_no_file" {
  command = plan

  assert {
    condition     = output.policy_uri == null
    error_message = "no policy object"
  }
}

# The function, its role and its environment, as if what they name were there already.

run "an_observer_can_change_nothing_and_without_a_policy_file_nothing_is_read" {
  command = plan
  module {
    source = "./modules/pipeline"
  }
  variables {
    account                  = { id = "111122223333", partition = "aws", region = "eu-west-1" }
    prefix                   = "sgwatch"
    function_name            = "sgwatch"
    function_log_group_name  = "/aws/lambda/sgwatch"
    event_rule_name          = "sgwatch-security-groups"
    extra_event_rule_arns    = []
    event_pattern            = "{\"source\":[\"aws.ec2\"]}"
    architecture             = "arm64"
    memory_mb                = 512
    timeout_seconds          = 60
    batch_size               = 10
    maximum_concurrency      = 5
    reserved_concurrency     = null
    tracing                  = false
    code_signing_config_arn  = null
    permissions_boundary_arn = null
    log_retention_days       = 365
    log_level                = "info"
    rules_per_group          = null
    sweep_interval_minutes   = 60
    topic_arn                = "arn:aws:sns:eu-west-1:111122223333:sgwatch"
    incident_event_bus_arn   = null
    findings                 = []
    kms_key_arn              = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    force_destroy            = false
    tags                     = {}
    mode                     = "observe"
    policy_file              = null
    member_role_name         = null
    external_id              = null
  }
  override_resource {
    target          = aws_sqs_queue.events
    override_during = plan
    values = {
      arn = "arn:aws:sqs:eu-west-1:111122223333:sgwatch-events"
      url = "https://sqs.eu-west-1.amazonaws.com/111122223333/sgwatch-events"
    }
  }
  override_resource {
    target          = terraform_data.deployed
    override_during = plan
    values          = { output = "2026-11-28T12:00:00Z" }
  }
  override_resource {
    target          = aws_dynamodb_table.incidents
    override_during = plan
    values          = { arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/sgwatch-incidents" }
  }
  override_resource {
    target          = aws_cloudwatch_log_group.function
    override_during = plan
    values          = { arn = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/sgwatch" }
  }
  override_resource {
    target          = aws_s3_bucket.policy
    override_during = plan
    values          = { arn = "arn:aws:s3:::sgwatch-policy-111122223333-eu-west-1" }
  }

  assert {
    condition = (
      toset([for statement in data.aws_iam_policy_document.function.statement : statement.sid])
      == toset([
        "Look", "LookIntoPrefixLists", "AskWhoMadeIt", "AskForQuota", "Tell", "TakeEvents", "Record", "FindMemoryCopy", "CopyMemory",
        "UseKey", "Log",
      ])
    )
    error_message = "the role's statements"
  }
  assert {
    condition = (
      aws_lambda_function.guard.environment[0].variables
      == tomap({
        SGWATCH_BASELINE_COPY = "s3://sgwatch-policy-111122223333-eu-west-1/baseline",
        SGWATCH_MODE          = "observe",
        SGWATCH_QUEUE_URL     = "https://sqs.eu-west-1.amazonaws.com/111122223333/sgwatch-events",
        SGWATCH_TABLE         = "sgwatch-incidents",
        SGWATCH_TOPIC_ARN     = "arn:aws:sns:eu-west-1:111122223333:sgwatch",
        SGWATCH_DEPLOYED_AT   = "2026-11-28T12:00:00Z",
      })
    )
    error_message = "the environment"
  }
}

run "a_guard_of_many_accounts_assumes_its_members_role_and_no_other" {
  command = plan
  module {
    source = "./modules/pipeline"
  }
  variables {
    account                  = { id = "111122223333", partition = "aws", region = "eu-west-1" }
    prefix                   = "sgwatch"
    function_name            = "sgwatch"
    function_log_group_name  = "/aws/lambda/sgwatch"
    event_rule_name          = "sgwatch-security-groups"
    extra_event_rule_arns    = ["arn:aws:events:eu-west-1:111122223333:rule/sgwatch-hub/sgwatch-members"]
    event_pattern            = "{\"source\":[\"aws.ec2\"]}"
    architecture             = "arm64"
    memory_mb                = 512
    timeout_seconds          = 60
    batch_size               = 10
    maximum_concurrency      = 5
    reserved_concurrency     = null
    tracing                  = false
    code_signing_config_arn  = null
    permissions_boundary_arn = null
    log_retention_days       = 365
    log_level                = "debug"
    rules_per_group          = 200
    sweep_interval_minutes   = 60
    topic_arn                = "arn:aws:sns:eu-west-1:111122223333:sgwatch"
    incident_event_bus_arn   = "arn:aws:events:eu-west-1:111122223333:event-bus/security"
    findings                 = ["security-hub", "ocsf"]
    kms_key_arn              = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    force_destroy            = false
    tags                     = {}
    mode                     = "enforce"
    policy_file              = "examples/single-account/sgwatch.yaml"
    member_role_name         = "sgwatch-member"
    external_id              = "example"
  }
  override_resource {
    target          = aws_sqs_queue.events
    override_during = plan
    values = {
      arn = "arn:aws:sqs:eu-west-1:111122223333:sgwatch-events"
      url = "https://sqs.eu-west-1.amazonaws.com/111122223333/sgwatch-events"
    }
  }
  override_resource {
    target          = aws_cloudwatch_event_rule.changes
    override_during = plan
    values          = { arn = "arn:aws:events:eu-west-1:111122223333:rule/sgwatch-security-groups" }
  }
  override_resource {
    target          = terraform_data.deployed
    override_during = plan
    values          = { output = "2026-11-28T12:00:00Z" }
  }
  override_resource {
    target          = aws_dynamodb_table.incidents
    override_during = plan
    values          = { arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/sgwatch-incidents" }
  }
  override_resource {
    target          = aws_cloudwatch_log_group.function
    override_during = plan
    values          = { arn = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/sgwatch" }
  }
  override_resource {
    target          = aws_s3_bucket.policy
    override_during = plan
    values          = { arn = "arn:aws:s3:::sgwatch-policy-111122223333-eu-west-1" }
  }
  override_resource {
    target          = aws_s3_object.policy
    override_during = plan
    values          = { version_id = "one" }
  }

  assert {
    condition = (
      one([
        for statement in data.aws_iam_policy_document.function.statement :
        statement.resources
        if contains(statement.actions, "sts:AssumeRole")
      ])
      == toset(["arn:aws:iam::*:role/sgwatch-member"])
    )
    error_message = "the member role"
  }
  assert {
    condition = {
      for queue, policy in data.aws_iam_policy_document.queue : queue => flatten([
        for statement in policy.statement : one(statement.condition).values if statement.effect != "Deny"
      ])
      } == {
      events = [
        "arn:aws:events:eu-west-1:111122223333:rule/sgwatch-security-groups",
        "arn:aws:events:eu-west-1:111122223333:rule/sgwatch-hub/sgwatch-members",
      ]
      dead_events = []
      dead_deliveries = [
        "arn:aws:events:eu-west-1:111122223333:rule/sgwatch-security-groups",
        "arn:aws:events:eu-west-1:111122223333:rule/sgwatch-hub/sgwatch-members",
      ]
    }
    error_message = "which rules may send to which queue"
  }
  assert {
    condition = (
      one([for statement in data.aws_iam_policy_document.function.statement : statement.resources if statement.sid == "ReadPolicy"])
      == toset(["arn:aws:s3:::sgwatch-policy-111122223333-eu-west-1/sgwatch.yaml"])
    )
    error_message = "the policy object"
  }
  assert {
    condition = one([
      for statement in data.aws_iam_policy_document.function.statement : statement.resources if statement.sid == "Close"
      ]) == toset([
      "arn:aws:ec2:*:111122223333:security-group/*", "arn:aws:ec2:*:111122223333:security-group-rule/*"
    ])
    error_message = "groups and rules of the account"
  }
  assert {
    condition = (
      aws_lambda_function.guard.environment[0].variables["SGWATCH_POLICY"]
      == "s3://sgwatch-policy-111122223333-eu-west-1/sgwatch.yaml?versionId=one"
      && aws_lambda_function.guard.environment[0].variables["SGWATCH_POLICY_SHA256"]
      == filesha256("examples/single-account/sgwatch.yaml")
    )
    error_message = "the policy's version and hash"
  }
  assert {
    condition = (
      aws_lambda_function.guard.environment[0].variables["SGWATCH_MEMBER_ROLE"] == "sgwatch-member"
      && aws_lambda_function.guard.environment[0].variables["SGWATCH_EXTERNAL_ID"] == "example"
      && !can(aws_lambda_function.guard.environment[0].variables["SGWATCH_MODE"])
    )
    error_message = "the member's settings"
  }
  assert {
    condition = jsonencode({
      for statement in data.aws_iam_policy_document.function.statement : statement.sid => flatten([
        tolist(statement.actions), tolist(statement.resources), [for condition in statement.condition : tolist(condition.values)]
      ])
      if startswith(statement.sid, "Tell")
      }) == jsonencode({
      Tell            = ["sns:Publish", "arn:aws:sns:eu-west-1:111122223333:sgwatch"]
      TellEventBus    = ["events:PutEvents", "arn:aws:events:eu-west-1:111122223333:event-bus/security", "sgwatch"]
      TellSecurityHub = ["securityhub:BatchImportFindings", "arn:aws:securityhub:*:111122223333:product/111122223333/default"]
    })
    error_message = "who is notified"
  }
  assert {
    condition     = aws_lambda_function.guard.environment[0].variables["SGWATCH_LOG_LEVEL"] == "debug"
    error_message = "the log's level"
  }
  assert {
    condition     = aws_lambda_function.guard.environment[0].variables["SGWATCH_RULES_PER_GROUP"] == "200"
    error_message = "the quota"
  }
  assert {
    condition = (
      aws_lambda_function.guard.environment[0].variables["SGWATCH_EVENT_BUS"]
      == "arn:aws:events:eu-west-1:111122223333:event-bus/security"
      && aws_lambda_function.guard.environment[0].variables["SGWATCH_FINDINGS"] == "ocsf,security-hub"
    )
    error_message = "the function's settings say who is notified"
  }
  assert {
    condition = (
      aws_sqs_queue.events.visibility_timeout_seconds == 360
      && aws_sqs_queue.events.kms_master_key_id == "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    )
    error_message = "the queue"
  }
  assert {
    condition = (
      aws_lambda_function.guard.logging_config[0].log_format == "JSON"
      && aws_lambda_function.guard.kms_key_arn == "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    )
    error_message = "the function's log and key"
  }
}
