# What is guarded, and how it is called

variable "package" {
  description = "Path of the function's zip. `sgwatch package` builds it for `architecture`."
  type        = string

  validation {
    condition     = fileexists(var.package)
    error_message = "There is no file at `package`. Build it with: ./sgwatch package --arch arm64 --out dist"
  }
}

variable "architecture" {
  description = "The function's processor: `arm64` (a fifth cheaper) or `x86_64`. The package must be built for it."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "prefix" {
  description = "The beginning of every name. Two stacks in one account need two prefixes, or two regions."
  type        = string
  default     = "sgwatch"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.prefix))
    error_message = "prefix must be 3 to 24 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
  }
}

variable "names" {
  description = "Names that don't begin with `prefix`. Each replaces one name."
  type = object({
    trail           = optional(string)
    trail_bucket    = optional(string)
    trail_log_group = optional(string)
    event_rule      = optional(string)
    function        = optional(string)
    topic           = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.names.trail_bucket == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.names.trail_bucket))
    error_message = "names.trail_bucket must be 3 to 63 lower-case letters, digits, dots and hyphens; its ends are letters or digits."
  }

  validation {
    condition     = var.names.trail == null || can(regex("^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$", var.names.trail))
    error_message = "names.trail must be 3 to 128 letters, digits, dots, underscores and hyphens."
  }

  validation {
    condition     = var.names.trail_log_group == null || can(regex("^[A-Za-z0-9._/#-]{1,512}$", var.names.trail_log_group))
    error_message = "names.trail_log_group must be 1 to 512 letters, digits and . _ / # -"
  }

  validation {
    condition = alltrue([
      for name in [var.names.event_rule, var.names.function] : name == null || can(regex("^[A-Za-z0-9_-]{1,64}$", name))
    ])
    error_message = "names.event_rule and names.function must be 1 to 64 letters, digits, underscores and hyphens."
  }

  validation {
    condition     = var.names.topic == null || can(regex("^[A-Za-z0-9_-]{1,256}$", var.names.topic))
    error_message = "names.topic must be 1 to 256 letters, digits, underscores and hyphens."
  }
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}

# What it does

variable "mode" {
  description = "`enforce` closes what the policy forbids. `observe` only reports, and the function's role can't change rules."
  type        = string
  default     = "enforce"

  validation {
    condition     = contains(["enforce", "observe"], var.mode)
    error_message = "mode must be enforce or observe."
  }
}

variable "policy_file" {
  description = "Path of the policy, such as `sgwatch.yaml`; null for the built-in policy."
  type        = string
  default     = null

  validation {
    condition     = var.policy_file == null || can(yamldecode(file(var.policy_file)).version)
    error_message = "policy_file must be a YAML file with a version. See every mistake with: ./sgwatch policy lint --policy FILE"
  }
}

variable "sweep_interval_minutes" {
  description = "How often the function looks at every group."
  type        = number
  default     = 60

  validation {
    condition = (
      var.sweep_interval_minutes >= 5 && var.sweep_interval_minutes <= 1440
      && floor(var.sweep_interval_minutes) == var.sweep_interval_minutes
    )
    error_message = "sweep_interval_minutes must be a whole number from 5 to 1440."
  }
}

variable "member_role_name" {
  description = "Name of the role that the function assumes in other accounts; null to guard this account only."
  type        = string
  default     = null

  validation {
    condition     = var.member_role_name == null || can(regex("^[A-Za-z0-9+=,.@_-]{1,64}$", var.member_role_name))
    error_message = "member_role_name must be a role's name without a path: 1 to 64 letters, digits and + = , . @ _ -"
  }
}

variable "external_id" {
  description = "External id that the member roles require."
  type        = string
  default     = null

  validation {
    condition = var.external_id == null || (
      can(regex("^[A-Za-z0-9_+=,.@:/-]+$", var.external_id))
      && try(length(var.external_id) >= 2 && length(var.external_id) <= 1224, false)
    )
    error_message = "external_id must be 2 to 1224 letters, digits and _ + = , . @ : / -"
  }
}

variable "extra_event_rule_arns" {
  description = "More EventBridge rules that may send to the queue, such as the rule of an organisation's event bus."
  type        = list(string)
  default     = []
  nullable    = false
}

# Who is notified

variable "emails" {
  description = "E-mail addresses that get messages. SNS first sends each a mail with a link to confirm."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for address in var.emails : can(regex("^[^@[:space:]]+@[^@[:space:]]+\\.[^@[:space:]]+$", address))])
    error_message = "Each of emails must be an e-mail address, such as security@example.com."
  }

  validation {
    condition     = length(distinct(var.emails)) == length(var.emails)
    error_message = "emails names an address twice."
  }
}

variable "display_name" {
  description = "Sender's name of the e-mails."
  type        = string
  default     = "SgWatch"

  validation {
    condition     = can(regex("^[^\r\n]{1,100}$", var.display_name))
    error_message = "display_name must be 1 to 100 characters on one line."
  }
}

variable "extra_topic_arns" {
  description = "More topics for alarms and messages about tampering. Take one that another team owns."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length(var.extra_topic_arns) <= 4 && alltrue([
      for arn in var.extra_topic_arns : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:.+$", arn))
    ])
    error_message = "extra_topic_arns must be at most 4 ARNs of SNS topics."
  }
}

variable "incident_event_bus_arn" {
  description = "ARN of an event bus that gets every incident as an event `sgwatch.incident`; null for none."
  type        = string
  default     = null

  validation {
    condition = var.incident_event_bus_arn == null || can(regex(
      "^arn:[a-z-]+:events:[a-z0-9-]+:[0-9]{12}:event-bus/[A-Za-z0-9._/-]{1,256}$", var.incident_event_bus_arn
    ))
    error_message = "incident_event_bus_arn must be an event bus's ARN, such as arn:aws:events:eu-west-1:111122223333:event-bus/default."
  }
}

variable "findings" {
  description = "Where findings go: `security-hub` in each group's account and region; `ocsf` to the event bus."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(setsubtract(var.findings, ["security-hub", "ocsf"])) == 0
    error_message = "findings must be of security-hub and ocsf."
  }

  validation {
    condition     = !contains(var.findings, "ocsf") || var.incident_event_bus_arn != null
    error_message = "findings has ocsf, which goes to an event bus: set incident_event_bus_arn."
  }
}

variable "cis_alarms" {
  description = "Whether to make the metric filters and alarms of the CIS AWS Foundations Benchmark."
  type        = bool
  default     = true
}

# The trail

variable "existing_trail" {
  description = "A trail that logs management events already, and its log group if it has one. No trail is made then."
  type = object({
    arn            = string
    log_group_name = optional(string)
  })
  default = null

  validation {
    condition = var.existing_trail == null || can(regex(
      "^arn:[a-z-]+:cloudtrail:[a-z0-9-]+:[0-9]{12}:trail/.+$", var.existing_trail.arn
    ))
    error_message = "existing_trail.arn must be a trail's ARN, such as arn:aws:cloudtrail:eu-west-1:111122223333:trail/management."
  }
}

variable "organization_trail" {
  description = "The organisation whose accounts the trail logs; null to log this account only. See docs/organization.md."
  type = object({
    organization_id       = string
    management_account_id = optional(string)
  })
  default = null

  validation {
    condition     = var.organization_trail == null || can(regex("^o-[a-z0-9]{10,32}$", var.organization_trail.organization_id))
    error_message = "organization_trail.organization_id must be an organisation's id, such as o-a1b2c3d4e5."
  }

  validation {
    condition = try(var.organization_trail.management_account_id, null) == null || can(regex(
      "^[0-9]{12}$", var.organization_trail.management_account_id
    ))
    error_message = "organization_trail.management_account_id must be an account's id of 12 digits."
  }

  validation {
    condition     = var.organization_trail == null || var.existing_trail == null
    error_message = "organization_trail is about the trail that is made; with existing_trail none is."
  }
}

variable "trail_archive_after_days" {
  description = "After how many days the trail's files move to the storage class GLACIER_IR; null for never."
  type        = number
  default     = 90

  validation {
    condition     = var.trail_archive_after_days == null || try(var.trail_archive_after_days >= 1, false)
    error_message = "trail_archive_after_days must be at least 1."
  }
}

variable "trail_expire_after_days" {
  description = "After how many days the trail's files are deleted; null for never."
  type        = number
  default     = 730

  validation {
    condition = var.trail_expire_after_days == null || try(
      var.trail_expire_after_days > coalesce(var.trail_archive_after_days, 0), false
    )
    error_message = "trail_expire_after_days must be more than trail_archive_after_days."
  }
}

variable "trail_object_lock_days" {
  description = "How long nobody can delete or change the trail's files; null for no lock. A later change replaces the bucket."
  type        = number
  default     = null

  validation {
    condition = var.trail_object_lock_days == null || try(
      var.trail_object_lock_days >= 1 && var.trail_object_lock_days < coalesce(var.trail_expire_after_days, 36500), false
    )
    error_message = "trail_object_lock_days must be at least 1 and less than trail_expire_after_days."
  }
}

variable "log_retention_days" {
  description = "How long CloudWatch keeps the trail's and the function's log lines."
  type        = number
  default     = 365

  validation {
    condition = contains(
      [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days
    )
    error_message = "log_retention_days must be a number of days that CloudWatch Logs offers, such as 30, 90, 365 or 731."
  }
}

variable "log_level" {
  description = "How much the function logs: `debug`, `info`, `warn` or `error`. Incidents and metrics are logged at every level."
  type        = string
  default     = "info"

  validation {
    condition     = contains(["debug", "info", "warn", "error"], var.log_level)
    error_message = "log_level must be debug, info, warn or error."
  }
}

variable "rules_per_group" {
  description = "How many rules a security group may have in each direction and address family; null to ask Service Quotas."
  type        = number
  default     = null

  validation {
    condition     = var.rules_per_group == null ? true : var.rules_per_group >= 1 && var.rules_per_group <= 1000
    error_message = "rules_per_group must be 1 to 1000, or null."
  }
}

# The function

variable "memory_mb" {
  description = "The function's memory in MB; its share of a processor grows with it."
  type        = number
  default     = 512

  validation {
    condition     = var.memory_mb >= 128 && var.memory_mb <= 10240
    error_message = "memory_mb must be 128 to 10240."
  }
}

variable "timeout_seconds" {
  description = "How long one invocation may take. The queue hides a message six times as long, and 90 seconds at least."
  type        = number
  default     = 60

  validation {
    condition     = var.timeout_seconds >= 10 && var.timeout_seconds <= 900
    error_message = "timeout_seconds must be 10 to 900."
  }
}

variable "batch_size" {
  description = "How many events one invocation takes at most. Events of one group are judged once."
  type        = number
  default     = 10

  validation {
    condition     = var.batch_size >= 1 && var.batch_size <= 10
    error_message = "batch_size must be 1 to 10: more than 10 would make every event wait for a batching window."
  }
}

variable "maximum_concurrency" {
  description = "How many batches run at once. EC2 refills 5 revoke calls a second."
  type        = number
  default     = 5

  validation {
    condition     = var.maximum_concurrency >= 2 && var.maximum_concurrency <= 1000
    error_message = "maximum_concurrency must be 2 to 1000."
  }
}

variable "reserved_concurrency" {
  description = "Concurrency reserved for the function, at least `maximum_concurrency`; null for none."
  type        = number
  default     = null

  validation {
    condition     = var.reserved_concurrency == null || try(var.reserved_concurrency >= var.maximum_concurrency, false)
    error_message = "reserved_concurrency must be at least maximum_concurrency, or the function is throttled by its own queue."
  }
}

variable "tracing" {
  description = "Whether Lambda sends traces to X-Ray."
  type        = bool
  default     = false
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of every role that is made."
  type        = string
  default     = null

  validation {
    condition = var.permissions_boundary_arn == null || can(regex(
      "^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn
    ))
    error_message = "permissions_boundary_arn must be an IAM policy's ARN."
  }
}

variable "code_signing_config_arn" {
  description = "Code signing configuration of the function. `package` is then the zip that AWS Signer signed."
  type        = string
  default     = null

  validation {
    condition = var.code_signing_config_arn == null || can(regex(
      "^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:code-signing-config:.+$", var.code_signing_config_arn
    ))
    error_message = "code_signing_config_arn must be the ARN of a Lambda code signing configuration."
  }
}

# The end

variable "force_destroy" {
  description = "Whether `terraform destroy` may delete the buckets with files and the table. Apply it before you destroy."
  type        = bool
  default     = false
}
