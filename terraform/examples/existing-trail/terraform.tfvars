region = "us-east-1"

# aws cloudtrail describe-trails --query 'trailList[].[TrailARN,CloudWatchLogsLogGroupArn]'
trail_arn            = "arn:aws:cloudtrail:us-east-1:111122223333:trail/management"
trail_log_group_name = "aws-cloudtrail-logs-111122223333"

emails = [
  # "security@example.com",
]
