variable "account" {
  description = "Where everything is made: the account's id, its partition and the region."
  type        = object({ id = string, partition = string, region = string })
}

variable "prefix" {
  description = "The beginning of every name that has no input of its own."
  type        = string
}

variable "function_name" {
  description = "The function's name."
  type        = string
}

variable "function_log_group_name" {
  description = "The function's log group."
  type        = string
}

variable "event_rule_name" {
  description = "The event rule's name."
  type        = string
}

variable "extra_event_rule_arns" {
  description = "More rules that may send to the queue, and to the dead-letter queue of deliveries."
  type        = list(string)
}

variable "event_pattern" {
  description = "The events that reach the function, as an event pattern in JSON."
  type        = string
}

variable "package" {
  description = "Path of the function's zip."
  type        = string
}

variable "architecture" {
  description = "The function's processor: `arm64` or `x86_64`."
  type        = string
}

variable "memory_mb" {
  description = "The function's memory in MB."
  type        = number
}

variable "timeout_seconds" {
  description = "How long one invocation may take."
  type        = number
}

variable "batch_size" {
  description = "How many messages one invocation takes at most."
  type        = number
}

variable "maximum_concurrency" {
  description = "How many batches run at once."
  type        = number
}

variable "reserved_concurrency" {
  description = "Concurrency set aside for the function; null for none."
  type        = number
}

variable "tracing" {
  description = "Whether Lambda sends traces to X-Ray."
  type        = bool
}

variable "code_signing_config_arn" {
  description = "Code signing configuration of the function; null for none."
  type        = string
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the roles; null for none."
  type        = string
}

variable "log_retention_days" {
  description = "How long the function's log group keeps its lines."
  type        = number
}

variable "log_level" {
  description = "How much the function logs: `debug`, `info`, `warn` or `error`."
  type        = string
}

variable "rules_per_group" {
  description = "How many rules a group may have; null to ask Service Quotas."
  type        = number
}

variable "mode" {
  description = "`enforce` or `observe`."
  type        = string
}

variable "policy_file" {
  description = "Path of the policy; null for the built-in one."
  type        = string
}

variable "sweep_interval_minutes" {
  description = "How often the function looks at every group."
  type        = number
}

variable "member_role_name" {
  description = "Name of the role to assume in other accounts; null for none."
  type        = string
}

variable "external_id" {
  description = "External id that the member roles ask for; null for none."
  type        = string
}

variable "topic_arn" {
  description = "The topic that sends messages to people."
  type        = string
}

variable "incident_event_bus_arn" {
  description = "The event bus that gets incidents; null for none."
  type        = string
}

variable "findings" {
  description = "Of `security-hub` and `ocsf`, who gets findings."
  type        = set(string)
}

variable "kms_key_arn" {
  description = "The key of everything that is stored."
  type        = string
}

variable "force_destroy" {
  description = "Whether the policy's bucket may be destroyed with what it holds, and the table at all."
  type        = bool
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
}
