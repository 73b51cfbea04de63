variable "account" {
  description = "Where everything is made: the account's id, its partition and the region."
  type        = object({ id = string, partition = string, region = string })
}

variable "name" {
  description = "The trail's name."
  type        = string
}

variable "organization" {
  description = "The organisation whose accounts the trail logs, and its management account; null to log this account only."
  type        = object({ id = string, management_account_id = string })
}

variable "bucket_name" {
  description = "The bucket's name."
  type        = string
}

variable "log_group_name" {
  description = "The log group's name."
  type        = string
}

variable "role_name" {
  description = "Name of the role that writes to the log group."
  type        = string
}

variable "kms_key_arn" {
  description = "The key of bucket and log group."
  type        = string
}

variable "log_retention_days" {
  description = "How long the log group keeps its lines."
  type        = number
}

variable "archive_after_days" {
  description = "After how many days files move to GLACIER_IR; null for never."
  type        = number
}

variable "expire_after_days" {
  description = "After how many days files are deleted; null for never."
  type        = number
}

variable "object_lock_days" {
  description = "How long nobody can delete or change files; null for no lock."
  type        = number
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role."
  type        = string
}

variable "force_destroy" {
  description = "Whether the bucket may be destroyed with what it holds."
  type        = bool
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
}
