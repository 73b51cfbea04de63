namespace SgWatch.EndToEnd.Stack;

/// <summary>Calls that tamper with the guard of <see cref="WatchFixture"/>, and similar harmless calls.</summary>
/// <remarks>
/// They are as CloudTrail records them.
/// Source: each service's guide to logging with CloudTrail, and the API references for the ways in which a call may name a thing.
/// </remarks>
internal static class WatchCalls
{
    private const string Account = WatchFixture.Account;
    private const string Key = "1234abcd-12ab-34cd-56ef-1234567890ab";
    private const string KeyArn = $"arn:aws:kms:us-east-1:{Account}:key/{Key}";
    private const string Function = $"arn:aws:lambda:us-east-1:{Account}:function:guard";
    private const string Queue = $"arn:aws:sqs:us-east-1:{Account}:guard-events";
    private const string Topic = $"arn:aws:sqs:us-east-1:{Account}:people";
    private const string Subscription = $"{Topic}:2bcfbf39-0000-4000-8000-000000000000";
    private const string Trail = $"arn:aws:cloudtrail:us-east-1:{Account}:trail/guard-trail";

    /// <summary>Each with the only rule that must report it.</summary>
    public static IReadOnlyList<(string Rule, CallRecord Call)> Tampering { get; } =
    [
        ("trail", new("cloudtrail StopLogging", $$"""{"name":"{{Trail}}"}""")),
        ("trail", new("cloudtrail StopLogging", """{"name":"guard-trail"}""")),
        ("trail", new("cloudtrail DeleteTrail", """{"name":"guard-trail"}""")),
        ("trail", new("cloudtrail UpdateTrail", """{"name":"guard-trail","isMultiRegionTrail":false}""", """{"name":"guard-trail"}""")),
        ("trail", new("cloudtrail PutEventSelectors", $$"""{"trailName":"{{Trail}}","eventSelectors":[{"readWriteType":"ReadOnly"}]}""")),
        ("trail", new("cloudtrail PutInsightSelectors", """{"trailName":"guard-trail","insightSelectors":[]}""")),
        ("other-trail", new("cloudtrail StopLogging", $$"""{"name":"arn:aws:cloudtrail:us-east-1:{{Account}}:trail/audit"}""")),
        ("other-trail", new("cloudtrail PutEventSelectors", """{"trailName":"audit","eventSelectors":[]}""")),
        ("refused", new("cloudtrail StopLogging", Error: "AccessDenied")),
        ("refused", new("cloudtrail DeleteTrail", """{"name":"guard-trail"}""", Error: "AccessDeniedException")),
        ("event-rule", new("events DisableRule", """{"name":"guard-changes"}""")),
        ("event-rule", new("events DeleteRule", """{"name":"guard-changes","force":true}""")),
        ("event-rule", new("events PutRule", """{"name":"guard-changes","eventPattern":"{\"source\":[\"nobody\"]}","state":"ENABLED"}""")),
        ("event-rule", new(
            "events RemoveTargets",
            """{"rule":"guard-changes","ids":["queue"]}""",
            """{"failedEntryCount":0,"failedEntries":[]}""")),
        ("event-rule", new(
            "events PutTargets",
            """{"rule":"guard-changes","targets":[{"id":"queue","arn":"arn:aws:sqs:us-east-1:111122223333:nowhere"}]}""")),
        ("event-rule", new("events DisableRule", """{"name":"sgwatch-watch-trail"}""")),
        ("event-rule", new("events RemoveTargets", """{"rule":"sgwatch-watch-event-rule","ids":["topic-0"]}""")),
        ("schedule", new("scheduler UpdateSchedule", """{"name":"guard-sweep","groupName":"default","state":"DISABLED"}""")),
        ("schedule", new("scheduler DeleteSchedule", """{"name":"guard-sweep","groupName":"default"}""")),
        ("function", new("lambda DeleteFunction20150331", """{"functionName":"guard"}""")),
        ("function", new(
            "lambda UpdateFunctionCode20150331v2",
            $$"""{"functionName":"{{Function}}","publish":false}""",
            $$"""{"functionName":"guard","functionArn":"{{Function}}"}""")),
        ("function", new(
            "lambda UpdateFunctionConfiguration20150331v2",
            $$"""{"environment":{},"functionName":"{{Account}}:function:guard"}""")),
        ("function", new("lambda UpdateFunctionConfiguration20150331v2", """{"functionName":"guard:live","timeout":1}""")),
        ("function", new("lambda UpdateFunctionEventInvokeConfig", $$"""{"functionName":"{{Function}}:live","maximumRetryAttempts":0}""")),
        ("function", new("lambda PutFunctionConcurrency20171031", """{"functionName":"guard","reservedConcurrentExecutions":0}""")),
        ("function", new(
            "lambda AddPermission20150331v2",
            """{"functionName":"guard","principal":"444455556666","action":"lambda:InvokeFunction"}""")),
        ("function", new("lambda RemovePermission20150331v2", """{"functionName":"guard","statementId":"s"}""")),
        ("function", new(
            "lambda UpdateEventSourceMapping20150331",
            """{"uUID":"91eaeb7e-0000-4000-8000-000000000000","enabled":false}""",
            $$"""{"functionArn":"{{Function}}","eventSourceArn":"{{Queue}}","state":"Disabling"}""")),
        ("function", new(
            "lambda DeleteEventSourceMapping20150331",
            """{"uUID":"91eaeb7e-0000-4000-8000-000000000000"}""",
            $$"""{"functionArn":"{{Function}}","eventSourceArn":"{{Queue}}","state":"Deleting"}""")),
        // another function on our queue takes our messages away
        ("function", new(
            "lambda CreateEventSourceMapping20150331",
            $$"""{"functionName":"thief","eventSourceArn":"{{Queue}}"}""",
            $$"""{"functionArn":"arn:aws:lambda:us-east-1:{{Account}}:function:thief","eventSourceArn":"{{Queue}}"}""")),
        ("role", new("iam PutRolePolicy", """{"roleName":"guard-role","policyName":"deny","policyDocument":"{}"}""")),
        ("role", new("iam DeleteRolePolicy", """{"roleName":"guard-role","policyName":"function"}""")),
        ("role", new("iam AttachRolePolicy", """{"roleName":"guard-role","policyArn":"arn:aws:iam::aws:policy/AWSDenyAll"}""")),
        ("role", new("iam DetachRolePolicy", """{"roleName":"guard-role","policyArn":"arn:aws:iam::aws:policy/X"}""")),
        ("role", new("iam UpdateAssumeRolePolicy", """{"roleName":"guard-role","policyDocument":"{}"}""")),
        ("role", new("iam PutRolePermissionsBoundary", """{"roleName":"guard-role","permissionsBoundary":"arn:aws:iam::aws:policy/X"}""")),
        ("role", new("iam DeleteRole", """{"roleName":"guard-role"}""")),
        ("topic", new("sns DeleteTopic", $$"""{"topicArn":"{{Topic}}"}""")),
        ("topic", new("sns SetTopicAttributes", $$"""{"topicArn":"{{Topic}}","attributeName":"Policy","attributeValue":"{}"}""")),
        ("topic", new("sns RemovePermission", $$"""{"topicArn":"{{Topic}}","label":"events"}""")),
        ("topic", new("sns PutDataProtectionPolicy", $$"""{"resourceArn":"{{Topic}}","dataProtectionPolicy":"{}"}""")),
        ("topic", new("sns Unsubscribe", $$"""{"subscriptionArn":"{{Subscription}}"}""")),
        ("topic", new(
            "sns SetSubscriptionAttributes",
            $$"""{"subscriptionArn":"{{Subscription}}","attributeName":"FilterPolicy","attributeValue":"{}"}""")),
        ("bucket", new("s3 DeleteBucket", $$"""{"bucketName":"guard-trail-{{Account}}","Host":"guard-trail.s3.amazonaws.com"}""")),
        ("bucket", new("s3 PutBucketPolicy", $$"""{"bucketName":"guard-policy-{{Account}}","policy":""}""")),
        ("bucket", new("s3 DeleteBucketPolicy", $$"""{"bucketName":"guard-trail-{{Account}}","policy":""}""")),
        ("bucket", new("s3 PutBucketEncryption", $$"""{"bucketName":"guard-trail-{{Account}}","encryption":""}""")),
        ("bucket", new("s3 PutBucketLifecycle", $$"""{"bucketName":"guard-trail-{{Account}}","lifecycle":""}""")),
        ("bucket", new("s3 PutBucketPublicAccessBlock", $$"""{"bucketName":"guard-trail-{{Account}}","publicAccessBlock":""}""")),
        ("bucket", new("s3 DeleteBucketPublicAccessBlock", $$"""{"bucketName":"guard-trail-{{Account}}","publicAccessBlock":""}""")),
        ("bucket", new("s3 PutBucketVersioning", $$"""{"bucketName":"guard-policy-{{Account}}","versioning":""}""")),
        ("key", new("kms DisableKey", $$"""{"keyId":"{{Key}}"}""", Resource: KeyArn)),
        ("key", new("kms ScheduleKeyDeletion", $$"""{"keyId":"{{KeyArn}}","pendingWindowInDays":7}""", Resource: KeyArn)),
        ("key", new("kms PutKeyPolicy", $$"""{"keyId":"{{Key}}","policyName":"default","policy":"{}"}""", Resource: KeyArn)),
        ("table", new("dynamodb DeleteTable", """{"tableName":"guard-incidents"}""")),
        ("table", new(
            "dynamodb UpdateTable",
            $$"""{"tableName":"arn:aws:dynamodb:us-east-1:{{Account}}:table/guard-incidents","deletionProtectionEnabled":false}""")),
        ("table", new(
            "dynamodb UpdateTimeToLive",
            """{"tableName":"guard-incidents","timeToLiveSpecification":{"attributeName":"at","enabled":true}}""")),
        ("table", new(
            "dynamodb UpdateContinuousBackups",
            """{"tableName":"guard-incidents","pointInTimeRecoverySpecification":{"pointInTimeRecoveryEnabled":false}}""")),
        ("table", new(
            "dynamodb PutResourcePolicy",
            $$"""{"resourceArn":"arn:aws:dynamodb:us-east-1:{{Account}}:table/guard-incidents","policy":"{}"}""")),
        ("log-group", new("logs DeleteLogGroup", """{"logGroupName":"/sgwatch/trail"}""")),
        ("log-group", new("logs DeleteLogStream", """{"logGroupName":"/sgwatch/trail","logStreamName":"s"}""")),
        ("log-group", new("logs PutRetentionPolicy", """{"logGroupName":"/aws/lambda/guard","retentionInDays":1}""")),
        ("log-group", new("logs DeleteMetricFilter", """{"logGroupName":"/sgwatch/trail","filterName":"sgwatch-cis-root-use"}""")),
        ("log-group", new(
            "logs PutMetricFilter",
            """{"logGroupName":"/sgwatch/trail","filterName":"sgwatch-cis-root-use","filterPattern":"nothing"}""")),
        ("log-group", new(
            "logs PutDataProtectionPolicy",
            $$"""{"logGroupIdentifier":"arn:aws:logs:us-east-1:{{Account}}:log-group:/sgwatch/trail","policyDocument":"{}"}""")),
        ("alarm", new("monitoring DeleteAlarms", """{"alarmNames":["other","sgwatch-sweep-missing"]}""")),
        ("alarm", new("monitoring DisableAlarmActions", """{"alarmNames":["sgwatch-sweep-missing"]}""")),
        ("alarm", new("monitoring PutMetricAlarm", """{"alarmName":"sgwatch-sweep-missing","threshold":0.0}""")),
        ("alarm", new("monitoring SetAlarmState", """{"alarmName":"sgwatch-sweep-missing","stateValue":"OK"}""")),
        ("queue", new("sqs DeleteQueue", $$"""{"queueUrl":"https://sqs.us-east-1.amazonaws.com/{{Account}}/guard-events"}""")),
        ("queue", new("sqs PurgeQueue", $$"""{"queueUrl":"https://sqs.us-east-1.amazonaws.com/{{Account}}/guard-events-dead"}""")),
        ("queue", new(
            "sqs SetQueueAttributes",
            $$"""{"attributes":{"Policy":"{}"},"queueUrl":"https://queue.amazonaws.com/{{Account}}/guard-targets-dead"}""")),
    ];

    /// <summary>Calls that no rule may report.</summary>
    public static IReadOnlyList<CallRecord> Harmless { get; } =
    [
        new("cloudtrail StartLogging", """{"name":"guard-trail"}"""),
        new("cloudtrail GetTrailStatus", """{"name":"guard-trail"}"""),
        new("cloudtrail StopLogging", """{"name":"nowhere"}""", Error: "TrailNotFoundException"),
        new("events DisableRule", """{"name":"backup-nightly"}"""),
        new("events DisableRule", """{"name":"guard-changes"}""", Error: "AccessDeniedException"),
        new("events PutRule", """{"name":"guard-changes-of-others","state":"ENABLED"}"""),
        new("events DescribeRule", """{"name":"guard-changes"}"""),
        new("scheduler UpdateSchedule", """{"name":"backup","groupName":"default"}"""),
        new("lambda DeleteFunction20150331", """{"functionName":"guard2"}"""),
        new("lambda DeleteFunction20150331", $$"""{"functionName":"{{Function}}2"}"""),
        new("lambda DeleteFunction20150331", """{"functionName":"rearguard"}"""),
        new("lambda DeleteFunction20150331", $$"""{"functionName":"arn:aws:lambda:us-east-1:{{Account}}:function:rearguard"}"""),
        new("lambda GetFunction20150331v2", """{"functionName":"guard"}"""),
        new(
            "lambda UpdateEventSourceMapping20150331",
            """{"uUID":"u","enabled":false}""",
            $$"""
            {"functionArn":"arn:aws:lambda:us-east-1:{{Account}}:function:other",
             "eventSourceArn":"arn:aws:sqs:us-east-1:{{Account}}:other"}
            """),
        new("iam PutRolePolicy", """{"roleName":"guard-role-of-others","policyName":"p"}"""),
        new("iam GetRolePolicy", """{"roleName":"guard-role","policyName":"p"}"""),
        new("sns DeleteTopic", $$"""{"topicArn":"{{Topic}}-of-others"}"""),
        new("sns Unsubscribe", $$"""{"subscriptionArn":"{{Topic}}-of-others:2bcfbf39-0000-4000-8000-000000000000"}"""),
        new("sns GetTopicAttributes", $$"""{"topicArn":"{{Topic}}"}"""),
        new("s3 PutBucketPolicy", """{"bucketName":"photos"}"""),
        new("s3 GetBucketPolicy", $$"""{"bucketName":"guard-trail-{{Account}}"}"""),
        // a data event; CloudTrail's own writing
        new(
            "s3 PutObject",
            $$"""{"bucketName":"guard-trail-{{Account}}","key":"AWSLogs/x.json.gz"}"""),
        new(
            "kms DisableKey",
            """{"keyId":"9999abcd-12ab-34cd-56ef-1234567890ab"}""",
            Resource: $"arn:aws:kms:us-east-1:{Account}:key/9999abcd-12ab-34cd-56ef-1234567890ab"),
        new("kms GenerateDataKey", $$"""{"keyId":"{{KeyArn}}"}""", Resource: KeyArn),
        new("dynamodb DeleteTable", """{"tableName":"incidents"}"""),
        new("dynamodb DescribeTable", """{"tableName":"guard-incidents"}"""),
        new("logs DeleteLogGroup", """{"logGroupName":"/aws/lambda/guard2"}"""),
        new("logs CreateLogStream", """{"logGroupName":"/sgwatch/trail","logStreamName":"s"}"""),
        new("monitoring DeleteAlarms", """{"alarmNames":["billing"]}"""),
        new("monitoring DescribeAlarms", """{"alarmNames":["sgwatch-sweep-missing"]}"""),
        new("sqs PurgeQueue", $$"""{"queueUrl":"https://sqs.us-east-1.amazonaws.com/{{Account}}/other-guard-events"}"""),
        new("sqs GetQueueAttributes", $$"""{"queueUrl":"https://sqs.us-east-1.amazonaws.com/{{Account}}/guard-events"}"""),
        new("ec2 RevokeSecurityGroupIngress", """{"groupId":"sg-1"}"""),
    ];
}
