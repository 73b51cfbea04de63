variable "region" {
  description = "The hub's region. The members send to it from every region of `regions`."
  type        = string
}

variable "prefix" {
  description = "The beginning of every name."
  type        = string
  default     = "sgwatch"
}

variable "organization_id" {
  description = "The organisation."
  type        = string
}

variable "organizational_unit_ids" {
  description = "Organisational units whose accounts are guarded; the root means all."
  type        = list(string)
}

variable "regions" {
  description = "Regions that are guarded, in every account."
  type        = list(string)
}

variable "accounts" {
  description = "Accounts to sweep; null for all active accounts of the organisation."
  type        = list(string)
  default     = null
}

variable "external_id" {
  description = "External id of the members' role: any text of your own, the same everywhere."
  type        = string
}

variable "emails" {
  description = "E-mail addresses that get messages."
  type        = list(string)
  default     = []
}

variable "policy_file" {
  description = "The policy, relative to this folder; null for the built-in one."
  type        = string
  default     = null
}

variable "mode" {
  description = "`enforce` or `observe`."
  type        = string
  default     = "enforce"
}

variable "is_delegated_administrator" {
  description = "Whether this account is CloudFormation's delegated administrator for StackSets, not the management account."
  type        = bool
  default     = true
}

variable "organization_trail" {
  description = "Whether the trail logs every account of the organisation. Otherwise each other account needs its own."
  type        = bool
  default     = false
}

variable "management_account_id" {
  description = "The management account, if CloudTrail's delegated administrator makes the trail."
  type        = string
  default     = null
}

variable "findings" {
  description = "Where findings go: `security-hub` in each group's account and region."
  type        = set(string)
  default     = []
}

variable "maximum_concurrency" {
  description = "How many batches run at once."
  type        = number
  default     = 50
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

variable "tags" {
  description = "Tags of every resource."
  type        = map(string)
  default     = {}
}

variable "force_destroy" {
  description = "Whether `terraform destroy` may delete the record: buckets that hold files, and the incidents' table."
  type        = bool
  default     = false
}
