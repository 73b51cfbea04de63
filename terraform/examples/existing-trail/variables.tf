variable "region" {
  description = "The region that is guarded."
  type        = string
}

variable "trail_arn" {
  description = "The trail: it must log management events, of this region at least."
  type        = string
}

variable "trail_log_group_name" {
  description = "The trail's log group in this region; null if it has none. The alarms of the CIS benchmark read it."
  type        = string
  default     = null
}

variable "emails" {
  description = "E-mail addresses that get messages."
  type        = list(string)
  default     = []
}

variable "package" {
  description = "The function's zip; null for the one that `./sgwatch package --arch arm64 --out dist` builds."
  type        = string
  default     = null
}
