# Service-managed: accounts that join the organisational units get their stacks by themselves, those that leave lose them.
resource "aws_cloudformation_stack_set" "members" {
  name = "${var.prefix}-members"
  description = join(" ", [
    "SgWatch in every account:",
    "a rule that sends changes of security groups to the hub, and the role by which it closes them",
  ])
  permission_model = "SERVICE_MANAGED"
  call_as          = var.is_delegated_administrator ? "DELEGATED_ADMIN" : "SELF"
  capabilities     = ["CAPABILITY_NAMED_IAM"]
  template_body    = file("${path.module}/../../member.yaml")
  tags             = var.tags

  parameters = {
    HubEventBusArn = aws_cloudwatch_event_bus.hub.arn
    HubRoleArn     = var.function_role_arn
    ExternalId     = var.external_id
    RoleName       = var.member_role_name
    ReaderArn      = var.reader_arn == null ? "" : var.reader_arn
    HomeRegion     = local.home_region
    Mode           = var.mode
    SecurityHub    = tostring(var.security_hub)
  }

  auto_deployment {
    enabled                          = true
    retain_stacks_on_account_removal = false
  }

  operation_preferences {
    failure_tolerance_percentage = 100 # one account that refuses must not keep the others unguarded
    max_concurrent_percentage    = 100
    region_order                 = concat([local.home_region], [for region in var.regions : region if region != local.home_region])
  }

  lifecycle {
    ignore_changes = [administration_role_arn] # the service's own, told back
  }
}

resource "aws_cloudformation_stack_set_instance" "home" {
  stack_set_name = aws_cloudformation_stack_set.members.name
  region         = local.home_region
  call_as        = aws_cloudformation_stack_set.members.call_as

  deployment_targets {
    organizational_unit_ids = var.organizational_unit_ids
  }

  operation_preferences {
    failure_tolerance_percentage = 100
    max_concurrent_percentage    = 100
  }
}

# one operation at a time is all that a StackSet takes; the provider waits for its turn
resource "aws_cloudformation_stack_set_instance" "others" {
  for_each = toset([for region in var.regions : region if region != local.home_region])

  stack_set_name = aws_cloudformation_stack_set.members.name
  region         = each.value
  call_as        = aws_cloudformation_stack_set.members.call_as

  deployment_targets {
    organizational_unit_ids = var.organizational_unit_ids
  }

  operation_preferences {
    failure_tolerance_percentage = 100
    max_concurrent_percentage    = 100
  }

  depends_on = [aws_cloudformation_stack_set_instance.home]
}
