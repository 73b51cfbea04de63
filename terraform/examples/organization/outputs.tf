output "sgwatch" {
  description = "What was made in this account."
  value       = module.sgwatch
}

output "organization" {
  description = "What reaches into the others."
  value       = module.organization
}
