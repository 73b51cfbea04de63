variable "prefix" {
  description = "The beginning of every name. Use the same as for the module that guards the hub's own account."
  type        = string
  default     = "sgwatch"
}

variable "organization_id" {
  description = "The organisation. Only its accounts may send events to the hub's bus."
  type        = string

  validation {
    condition     = can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "organization_id must be an organisation's id, such as o-a1b2c3d4e5."
  }
}

variable "organizational_unit_ids" {
  description = "Organisational units to guard, including accounts that join later; the root (`r-…`) means all."
  type        = list(string)

  validation {
    condition = length(var.organizational_unit_ids) > 0 && alltrue([
      for id in var.organizational_unit_ids : can(regex("^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$", id))
    ])
    error_message = "organizational_unit_ids must be at least one id of a unit or of the root, such as ou-a1b2-c3d4e5f6 or r-a1b2."
  }
}

variable "regions" {
  description = "Regions to guard in every account: all that are enabled, used or not."
  type        = list(string)

  validation {
    condition     = length(var.regions) > 0 && length(var.regions) <= 64 && length(distinct(var.regions)) == length(var.regions)
    error_message = "regions must be 1 to 64 regions, each named once."
  }
}

variable "accounts" {
  description = "Accounts to sweep, 12 digits each; null for all that are active in the organisation at apply."
  type        = list(string)
  default     = null

  validation {
    condition = var.accounts == null ? true : length(var.accounts) > 0 && alltrue([
      for id in var.accounts : can(regex("^[0-9]{12}$", id))
    ])
    error_message = "accounts must be account ids of 12 digits, at least one."
  }
}

variable "external_id" {
  description = "External id of the members' role; the same as the guarding module's `external_id`."
  type        = string

  validation {
    # a regex counts to 1000
    condition = (
      length(var.external_id) >= 2 && length(var.external_id) <= 1224
      && can(regex("^[A-Za-z0-9_+=,.@:/-]+$", var.external_id))
    )
    error_message = "external_id must be 2 to 1224 letters, digits and _ + = , . @ : / -"
  }
}

variable "member_role_name" {
  description = "Name of the members' role; the same as the guarding module's `member_role_name`."
  type        = string
  default     = "sgwatch-member"

  validation {
    condition     = can(regex("^[A-Za-z0-9+=,.@_-]{1,56}$", var.member_role_name))
    error_message = "member_role_name must be 1 to 56 letters, digits and + = , . @ _ -"
  }
}

variable "reader_arn" {
  description = "The role or user of people who run `sgwatch baseline list` for members' accounts; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.reader_arn == null || can(regex("^arn:[a-z-]+:iam::[0-9]{12}:(role|user)/.+$", var.reader_arn))
    error_message = "reader_arn must be the ARN of a role or a user."
  }
}

variable "mode" {
  description = "`enforce` or `observe`. With `observe` the members' role can't change rules."
  type        = string
  default     = "enforce"

  validation {
    condition     = contains(["enforce", "observe"], var.mode)
    error_message = "mode must be enforce or observe."
  }
}

variable "security_hub" {
  description = "Whether the members' role may import findings into Security Hub. See the guarding module's `findings`."
  type        = bool
  default     = false
  nullable    = false
}

variable "function_role_arn" {
  description = "The function's role. Only it may assume the members' role."
  type        = string
}

variable "queue_arn" {
  description = "The queue between rule and function. Its policy must let this module's `rule_arn` send to it."
  type        = string
}

variable "dead_letter_queue_arn" {
  description = "The guarding module's `dead_letter_queue_arns.deliveries`. Its policy must let `rule_arn` send to it."
  type        = string
}

variable "kms_key_arn" {
  description = "The key of the queues."
  type        = string
}

variable "sweep_interval_minutes" {
  description = "How often the function looks at every group of every account. A sweep of all takes 45 minutes."
  type        = number
  default     = 60

  validation {
    condition = (
      var.sweep_interval_minutes >= 60 && var.sweep_interval_minutes <= 1440
      && floor(var.sweep_interval_minutes) == var.sweep_interval_minutes
    )
    error_message = "sweep_interval_minutes must be a whole number from 60 to 1440."
  }
}

variable "is_delegated_administrator" {
  description = "Whether this account is CloudFormation's delegated administrator for StackSets, not the management account."
  type        = bool
  default     = true
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the scheduler's role; null for none."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
