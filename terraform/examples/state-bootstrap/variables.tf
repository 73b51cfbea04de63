variable "region" {
  description = "The bucket's region."
  type        = string
}

variable "bucket" {
  description = "The bucket's name; null for `terraform-state-ACCOUNT-REGION`."
  type        = string
  default     = null
}

variable "key" {
  description = "The state's key in the bucket: one for each stack."
  type        = string
  default     = "sgwatch/terraform.tfstate"
}

variable "tags" {
  description = "Tags of the bucket."
  type        = map(string)
  default     = {}
}

variable "force_destroy" {
  description = "Whether `terraform destroy` may delete the bucket with the states in it."
  type        = bool
  default     = false
}
