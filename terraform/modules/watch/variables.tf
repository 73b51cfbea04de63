variable "name_prefix" {
  description = "Every name here begins with it and a hyphen. Alarms and rules with such names are watched too."
  type        = string
  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,40}$", var.name_prefix))
    error_message = "name_prefix must be 1 to 40 letters, digits, '-' or '_': a dashboard's name takes no more."
  }
}

variable "tags" {
  description = "Tags for every resource that takes them."
  type        = map(string)
  default     = {}
}

variable "topic_arn" {
  description = "SNS topic for messages. It and its key must let events.amazonaws.com and cloudwatch.amazonaws.com publish."
  type        = string
}

variable "extra_topic_arns" {
  description = "More topics of this account and region, such as one that another team owns."
  type        = list(string)
  default     = []
  validation {
    condition     = length(var.extra_topic_arns) <= 4
    error_message = "extra_topic_arns takes at most 4: an EventBridge rule and an alarm have at most 5 targets, and topic_arn is one."
  }
}

variable "topic_name" {
  description = "Name of topic_arn's topic."
  type        = string
}

variable "trail_arn" {
  description = "The CloudTrail trail that feeds SgWatch."
  type        = string
}

variable "trail_name" {
  description = "Name of trail_arn's trail."
  type        = string
}

variable "trail_bucket_name" {
  description = "Bucket that the trail writes to; null if it isn't ours to watch."
  type        = string
  default     = null
}

variable "trail_log_group_name" {
  description = "Log group of the trail; null if none: then there are no metric filters. Must be known at plan time."
  type        = string
  default     = null
}

variable "function_name" {
  description = "Name of SgWatch's function."
  type        = string
}

variable "function_role_name" {
  description = "Name of the function's role."
  type        = string
}

variable "function_log_group_name" {
  description = "Log group of the function."
  type        = string
}

variable "function_timeout_seconds" {
  description = "Timeout of the function. An alarm reports a run that comes close to it."
  type        = number
  default     = 60
}

variable "event_rule_name" {
  description = "Name of the EventBridge rule that sends changes of security groups to the queue."
  type        = string
}

variable "scheduler_name" {
  description = "Name of the EventBridge Scheduler schedule that starts the sweep."
  type        = string
}

variable "queue_name" {
  description = "Name of the function's event queue."
  type        = string
}

variable "queue_arn" {
  description = "ARN of the function's event queue."
  type        = string
}

variable "dead_letter_queue_names" {
  description = "Names of the dead-letter queues, one alarm each. Must be known at plan time."
  type        = list(string)
  default     = []
}

variable "policy_bucket_name" {
  description = "Bucket with the policy file."
  type        = string
}

variable "table_name" {
  description = "DynamoDB table with the incidents; null if none. Whether it is null must be known at plan time."
  type        = string
  default     = null
}

variable "kms_key_arn" {
  description = "KMS key that encrypts trail, queues, topic, table and log groups."
  type        = string
}

variable "metric_namespace" {
  description = "CloudWatch namespace of the function's own metrics."
  type        = string
  default     = "SgWatch"
}

variable "sweep_interval_minutes" {
  description = "How often the schedule starts a sweep. An alarm goes off after two whole intervals without one."
  type        = number
  default     = 60
  validation {
    condition = (
      var.sweep_interval_minutes >= 5 && var.sweep_interval_minutes <= 1440
      && floor(var.sweep_interval_minutes) == var.sweep_interval_minutes
    )
    error_message = "sweep_interval_minutes must be a whole number from 5 to 1440: an alarm's period is at most a day."
  }
}

variable "cis_alarms" {
  description = "Whether to make the metric filters and alarms of the CIS AWS Foundations Benchmark, section 4."
  type        = bool
  default     = true
}
