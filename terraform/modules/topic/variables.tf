variable "account" {
  description = "Where everything is made: the account's id, its partition and the region."
  type        = object({ id = string, partition = string, region = string })
}

variable "name" {
  description = "The topic's name."
  type        = string
}

variable "display_name" {
  description = "Sender's name of the e-mails."
  type        = string
}

variable "emails" {
  description = "E-mail addresses to subscribe."
  type        = list(string)
}

variable "publisher_role_arn" {
  description = "The role that publishes."
  type        = string
}

variable "kms_key_arn" {
  description = "The key that messages are encrypted with."
  type        = string
}

variable "tags" {
  description = "Tags of the topic."
  type        = map(string)
}
