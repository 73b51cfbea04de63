variable "region" {
  description = "The region that is guarded. The trail sees every region."
  type        = string
}

variable "prefix" {
  description = "The beginning of every name."
  type        = string
  default     = "sgwatch"
}

variable "names" {
  description = "Names that don't begin with `prefix`."
  type = object({
    trail           = optional(string)
    trail_bucket    = optional(string)
    trail_log_group = optional(string)
    event_rule      = optional(string)
    function        = optional(string)
    topic           = optional(string)
  })
  default = {}
}

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}

variable "mode" {
  description = "`enforce` or `observe`."
  type        = string
  default     = "enforce"
}

variable "policy_file" {
  description = "The policy, relative to this folder; null for the built-in one."
  type        = string
  default     = null
}

variable "emails" {
  description = "E-mail addresses that get messages."
  type        = list(string)
  default     = []
}

variable "display_name" {
  description = "Sender's name of the e-mails."
  type        = string
  default     = "SgWatch"
}

variable "architecture" {
  description = "The function's processor: `arm64` or `x86_64`."
  type        = string
  default     = "arm64"
}

variable "package" {
  description = "The function's zip; null for the one that `./sgwatch package --out dist` builds."
  type        = string
  default     = null
}

variable "force_destroy" {
  description = "Whether `terraform destroy` may delete the record: buckets that hold files, and the incidents' table."
  type        = bool
  default     = false
}
