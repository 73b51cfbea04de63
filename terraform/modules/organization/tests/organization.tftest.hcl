# Offline: terraform init && terraform test.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_data "aws_organizations_organization" {
    defaults = {
      accounts = [
        { id = "333333333333", status = "ACTIVE", arn = "", email = "", name = "" },
        { id = "222222222222", status = "ACTIVE", arn = "", email = "", name = "" },
        { id = "444444444444", status = "SUSPENDED", arn = "", email = "", name = "" },
      ]
    }
  }
}

variables {
  organization_id         = "o-a1b2c3d4e5"
  organizational_unit_ids = ["r-a1b2"]
  regions                 = ["us-east-1", "eu-west-1", "ap-southeast-2"]
  accounts                = ["111122223333", "123456789012"]
  external_id             = "of_the-hub"
  function_role_arn       = "arn:aws:iam::111122223333:role/sgwatch-function-eu-west-1"
  queue_arn               = "arn:aws:sqs:eu-west-1:111122223333:sgwatch-events"
  dead_letter_queue_arn   = "arn:aws:sqs:eu-west-1:111122223333:sgwatch-deliveries-dead"
  kms_key_arn             = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
}

run "the_bus_takes_the_organisations_events_and_passes_on_what_the_pattern_matches" {
  command = plan

  assert {
    condition = (
      length(data.aws_iam_policy_document.hub.statement) == 1
      && one(data.aws_iam_policy_document.hub.statement[0].condition).variable == "aws:PrincipalOrgID"
      && one(data.aws_iam_policy_document.hub.statement[0].condition).values == tolist(["o-a1b2c3d4e5"])
      && data.aws_iam_policy_document.hub.statement[0].actions == toset(["events:PutEvents"])
    )
    error_message = "only the organisation may put events, and nothing else may be done with the bus"
  }
  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.members.event_pattern) == jsondecode(file("../../event-pattern.json"))
    error_message = "the hub's rule lets through what the module's own rule does"
  }
  assert {
    condition     = aws_cloudwatch_event_target.queue.arn == var.queue_arn
    error_message = "the rule's one target is the queue"
  }
  assert {
    condition     = one(aws_cloudwatch_event_target.queue.dead_letter_config).arn == var.dead_letter_queue_arn
    error_message = "what the queue doesn't take lies where an alarm sees it"
  }
}

run "members_join_by_themselves_and_the_hubs_region_comes_first" {
  command = plan

  assert {
    condition = (
      aws_cloudformation_stack_set.members.permission_model == "SERVICE_MANAGED"
      && one(aws_cloudformation_stack_set.members.auto_deployment).enabled
      && aws_cloudformation_stack_set.members.parameters.HomeRegion == "eu-west-1"
      && aws_cloudformation_stack_set.members.parameters.HubRoleArn == var.function_role_arn
      && aws_cloudformation_stack_set.members.parameters.ExternalId == "of_the-hub"
      && aws_cloudformation_stack_set.members.parameters.SecurityHub == "false"
      && aws_cloudformation_stack_set.members.parameters.ReaderArn == ""
      && aws_cloudformation_stack_set.members.template_body == file("../../member.yaml")
    )
    error_message = "the StackSet is service-managed, deploys by itself and makes the roles in the hub's region"
  }
  assert {
    condition = (
      aws_cloudformation_stack_set_instance.home.region == "eu-west-1"
      && toset(keys(aws_cloudformation_stack_set_instance.others)) == toset(["us-east-1", "ap-southeast-2"])
    )
    error_message = "every region gets a stack, the hub's first"
  }
}

run "the_sweep_names_every_account_and_region" {
  command = plan

  assert {
    condition = (
      module.sweep.target.input
      == jsonencode({
        accounts = ["111122223333", "123456789012"],
        regions  = ["us-east-1", "eu-west-1", "ap-southeast-2"],
        sgwatch  = "sweep",
      })
    )
    error_message = "the schedule's message"
  }
  assert {
    condition     = module.sweep.target.arn == var.queue_arn && one(module.sweep.target.dead_letter_config).arn == var.dead_letter_queue_arn
    error_message = "it goes into the queue, or where an alarm sees it"
  }
}

run "without_a_list_every_active_account_is_swept" {
  command = plan
  variables {
    accounts   = null
    regions    = ["us-east-1"]
    reader_arn = "arn:aws:iam::123456789012:role/on-call"
  }

  assert {
    condition     = output.accounts == tolist(["222222222222", "333333333333"])
    error_message = "the active accounts, in order"
  }
  assert {
    condition     = aws_cloudformation_stack_set.members.parameters.HomeRegion == "us-east-1"
    error_message = "where the hub's region isn't guarded, the first one makes the roles"
  }
  assert {
    condition     = aws_cloudformation_stack_set.members.parameters.ReaderArn == "arn:aws:iam::123456789012:role/on-call"
    error_message = "who reads the members' groups"
  }
}

run "what_cannot_work_is_refused" {
  command = plan
  variables {
    organization_id         = "a1b2c3d4e5"
    organizational_unit_ids = []
    regions                 = ["us-east-1", "us-east-1"]
    accounts                = ["1"]
    external_id             = "a b"
    mode                    = "off"
    sweep_interval_minutes  = 5
  }
  expect_failures = [
    var.organization_id, var.organizational_unit_ids, var.regions, var.accounts, var.external_id, var.mode, var.sweep_interval_minutes,
  ]
}
