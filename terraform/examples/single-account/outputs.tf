output "sgwatch" {
  description = "What was made."
  value       = module.sgwatch
}
