"""Memory of the native function in the worst account, beside the same account without tags.

A server in AWS's place has groups with as many rules, tags and descriptions as EC2 allows. All of the text is of full length. One
function sweeps the account, and then closes one group, or several at once: every rule of them was just opened to the world. The
function's heap is limited as Lambda limits it: to three quarters of its memory.

    bench.py BOOTSTRAP [--groups N] [--rules N] [--tags N] [--closed N] [--memory MB]

Prints the highest resident set after each step. Ends with 1 if a step failed, or if the resident set was above the function's memory.
"""

import argparse
import json
import os
import queue
import subprocess
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ACCOUNT = "123456789012"
DEADLINE_MS = 14 * 60 * 1000
RUNTIME = "/2018-06-01/runtime/"
SNS_BYTES, ITEM_BYTES = 256 * 1024, 400 * 1024


class Account:
    """Groups that are all alike. A rule that was revoked is gone."""

    def __init__(self, groups, rules, tags):
        self.groups, self.rules, self.revoked = [f"sg-{i:017x}" for i in range(groups)], rules, set()
        set_of = lambda key: "".join(
            f"<item><key>{f'{i:02}'.ljust(128, key)}</key><value>{str(i).ljust(256, 'v')}</value></item>" for i in range(tags))
        self.tag_set = f"<tagSet>{set_of('k')}</tagSet>" if tags else ""

    def ids(self, group):
        at = self.groups.index(group)
        return [i for i in (f"sgr-{at:05x}{n:012x}" for n in range(self.rules)) if i not in self.revoked]

    def group(self, group):
        ranges = "".join(f"<item><cidrIp>0.0.0.0/0</cidrIp><description>{'d' * 255}</description></item>" for _ in self.ids(group))
        return (f"<item><ownerId>{ACCOUNT}</ownerId><groupId>{group}</groupId><groupName>{group.ljust(255, 'n')}</groupName>"
                f"<groupDescription>{'g' * 255}</groupDescription><vpcId>vpc-1</vpcId>{self.tag_set}"
                f"<ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>1</fromPort><toPort>1</toPort>"
                f"<ipRanges>{ranges}</ipRanges></item></ipPermissions></item>")

    def rule(self, group, rule):
        port = port_of(rule)
        return (f"<item><securityGroupRuleId>{rule}</securityGroupRuleId><groupId>{group}</groupId><isEgress>false</isEgress>"
                f"<ipProtocol>tcp</ipProtocol><fromPort>{port}</fromPort><toPort>{port}</toPort><cidrIpv4>0.0.0.0/0</cidrIpv4>"
                f"<description>{'d' * 255}</description>{self.tag_set}</item>")

    def answer(self, form):
        action, token = form["Action"], int(form.get("NextToken", 0))
        size = int(form.get("MaxResults", 1000))
        values = [form[key] for key in form if key.startswith(("Filter.1.Value.", "GroupId."))]
        if action == "DescribeSecurityGroups":
            found = [group for group in self.groups if not values or group in values]
            return page(action, "securityGroupInfo", found, token, size, self.group)
        if action == "DescribeSecurityGroupRules":
            by_rule = form.get("Filter.1.Name") == "security-group-rule-id"
            found = [(group, rule) for group in (self.groups if by_rule else values) if group in self.groups
                     for rule in self.ids(group) if not by_rule or rule in values]
            return page(action, "securityGroupRuleSet", found, token, size, lambda pair: self.rule(*pair))
        if action.startswith("RevokeSecurityGroup"):
            self.revoked |= {value for key, value in form.items() if key.startswith("SecurityGroupRuleId.")}
        return f"<{action}Response><return>true</return></{action}Response>"


def port_of(rule):
    return 1000 + int(rule[-4:], 16)


def page(action, name, items, at, size, write):
    following = f"<nextToken>{at + size}</nextToken>" if at + size < len(items) else ""
    return f"<{action}Response><{name}>{''.join(map(write, items[at:at + size]))}</{name}>{following}</{action}Response>"


class Server(ThreadingHTTPServer):
    """EC2, SNS, DynamoDB and Lambda's Runtime API. The table forgets everything, so the account is new to the function."""

    daemon_threads = True

    def __init__(self, account):
        super().__init__(("127.0.0.1", 0), Handler)
        self.account, self.events, self.answers = account, queue.Queue(), queue.Queue()
        self.messages, self.longest_item = [], 0

    def handle_error(self, *_):
        pass  # a function that was killed closes its connections


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one write

    def log_message(self, *_):
        pass

    def send(self, body, headers=()):
        data = body.encode()
        self.send_response(200)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    def do_GET(self):
        request, event = self.server.events.get()
        self.send(event, [("Lambda-Runtime-Aws-Request-Id", request),
                          ("Lambda-Runtime-Deadline-Ms", str(int(time.time() * 1000) + DEADLINE_MS)),
                          ("Lambda-Runtime-Invoked-Function-Arn", f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:bench")])

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.startswith(RUNTIME):
            self.server.answers.put((self.path, body.decode()))
            self.send("")
        elif target := self.headers.get("X-Amz-Target"):
            if target.endswith("Item"):
                self.server.longest_item = max(self.server.longest_item, len(body) * 3 // 4)  # bodies are base64
            self.send('{"Items":[],"Count":0,"Events":[]}' if target.endswith(("Query", "LookupEvents")) else updated(body))
        else:
            form = dict(urllib.parse.parse_qsl(body.decode()))
            if form["Action"] == "Publish":
                self.server.messages.append(form["Message"])
            self.send(self.server.account.answer(form))


def updated(body):
    """The answer to a write: a counter has what the write added, and nothing else has been there before."""
    update = json.loads(body)
    if update.get("ReturnValues") != "ALL_NEW":
        return "{}"
    name, value = update["UpdateExpression"].split()[1:3]
    return json.dumps({"Attributes": {name: update["ExpressionAttributeValues"][value]}})


def batch(account, groups):
    """The SQS batch with an event for each group."""
    return json.dumps({"Records": [
        {"messageId": group, "eventSource": "aws:sqs", "body": closing(account, group)} for group in groups]})


def closing(account, group):
    """The event that opened every rule of a group."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    made = [{"groupId": group, "securityGroupRuleId": rule, "isEgress": False, "ipProtocol": "tcp", "fromPort": port_of(rule),
             "toPort": port_of(rule), "cidrIpv4": "0.0.0.0/0"} for rule in account.ids(group)]
    return json.dumps({
        "version": "0", "id": "e", "detail-type": "AWS API Call via CloudTrail", "source": "aws.ec2", "account": ACCOUNT, "time": now,
        "region": "eu-west-1", "resources": [], "detail": {
            "eventVersion": "1.10", "eventSource": "ec2.amazonaws.com", "eventName": "AuthorizeSecurityGroupIngress",
            "eventID": f"11111111-2222-3333-4444-{int(group[3:], 16):012x}", "eventTime": now,
            "awsRegion": "eu-west-1", "recipientAccountId": ACCOUNT, "sourceIPAddress": "203.0.113.9", "userAgent": "u" * 1000,
            "userIdentity": {"type": "IAMUser", "arn": f"arn:aws:iam::{ACCOUNT}:user/eve"}, "requestParameters": {"groupId": group},
            "responseElements": {"_return": True, "securityGroupRuleSet": {"items": made}}}})


def peak_mb(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def step(server, process, name, event):
    """Hands in an event. Returns seconds and the peak in MB. A function that died is an error."""
    started = time.perf_counter()
    server.events.put((name, event))
    while True:
        try:
            path, body = server.answers.get(timeout=0.5)
            break
        except queue.Empty:
            if process.poll() is not None:
                raise SystemExit(f"{name}: the function ended with {process.returncode}") from None
    if not path.endswith("/response"):
        raise SystemExit(f"{name}: {body[:2000]}")
    return time.perf_counter() - started, peak_mb(process), body


def measure(bootstrap, groups, rules, tags, closed_at_once, memory_mb):
    account = Account(groups, rules, tags)
    server = Server(account)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_address[1]}"
    environment = {
        "AWS_LAMBDA_RUNTIME_API": host, "AWS_ENDPOINT_URL": f"http://{host}", "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing", "SGWATCH_TABLE": "incidents", "SGWATCH_TOPIC_ARN": f"arn:aws:sns:eu-west-1:{ACCOUNT}:people",
        "DOTNET_GCHeapHardLimit": f"{memory_mb * 1024 * 1024 * 3 // 4:x}"}
    process = subprocess.Popen([bootstrap], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    try:
        swept, after_sweep, _ = step(server, process, "sweep", json.dumps({"sgwatch": "sweep", "account": ACCOUNT, "region": "eu-west-1"}))
        closed, after_close, body = step(server, process, "close", batch(account, account.groups[:closed_at_once]))
    finally:
        process.kill()
        process.wait()
        server.shutdown()
    longest = max((len(message.encode()) for message in server.messages), default=0)
    print(f"{groups} groups, {rules} rules, {tags:2} tags: sweep {swept:6.1f} s, peak {after_sweep:6.1f} MB; "
          f"{closed_at_once} closed in {closed:5.2f} s, peak {after_close:6.1f} MB; "
          f"longest message {longest / 1024:.0f} KB, item {server.longest_item / 1024:.0f} KB", flush=True)
    faults = [fault for is_one, fault in [
        (any(account.ids(group) for group in account.groups[:closed_at_once]), "a group isn't closed"),
        ("reverted" not in body, f"the answer is {body[:500]}"),
        (len(server.messages) < closed_at_once, "people weren't notified"), (longest > SNS_BYTES, "a message is too long for SNS"),
        (server.longest_item > ITEM_BYTES, "an item is too long for DynamoDB"),
        (after_close > memory_mb, f"the function needs more than {memory_mb} MB")] if is_one]
    if faults:
        raise SystemExit("; ".join(faults))
    return after_close


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("bootstrap")
    arguments.add_argument("--groups", type=int, default=200)
    arguments.add_argument("--rules", type=int, default=236)
    arguments.add_argument("--tags", type=int, default=50)
    arguments.add_argument("--closed", type=int, default=1)
    arguments.add_argument("--memory", type=int, default=256)
    options = arguments.parse_args()
    bare = measure(options.bootstrap, options.groups, options.rules, 0, options.closed, options.memory)
    fat = measure(options.bootstrap, options.groups, options.rules, options.tags, options.closed, options.memory)
    print(f"ratio to the same account without tags: {fat / bare:.2f}")


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    main()
