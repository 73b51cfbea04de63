variable "region" {
  description = "The region that is watched."
  type        = string
}

variable "mode" {
  description = "`observe`, then `enforce`."
  type        = string
  default     = "observe"
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
