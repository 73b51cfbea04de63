variable "name" {
  description = "The schedule's name."
  type        = string
}

variable "group_name" {
  description = "The name of the schedule's group."
  type        = string
}

variable "description" {
  description = "What the schedule is for."
  type        = string
}

variable "role_name" {
  description = "Name of the role that sends the message."
  type        = string
}

variable "role_description" {
  description = "What the role is for."
  type        = string
}

variable "account_id" {
  description = "The account that everything is made in."
  type        = string
}

variable "interval_minutes" {
  description = "How often, in minutes."
  type        = number
}

variable "input" {
  description = "The message, as JSON."
  type        = string
}

variable "queue_arn" {
  description = "The queue that takes it."
  type        = string
}

variable "dead_letter_queue_arn" {
  description = "Where a message goes that the queue didn't take."
  type        = string
}

variable "kms_key_arn" {
  description = "The key of the queues."
  type        = string
}

variable "permissions_boundary_arn" {
  description = "Permissions boundary of the role; null for none."
  type        = string
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
}
