variable "account" {
  description = "Where everything is made: the account's id, its partition and the region."
  type        = object({ id = string, partition = string, region = string })
}

variable "alias" {
  description = "The key's alias, without `alias/`."
  type        = string
}

variable "trail_arn" {
  description = "The trail that encrypts with the key; null for none."
  type        = string
}

variable "log_group_names" {
  description = "The log groups that are encrypted with the key."
  type        = list(string)
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
}
