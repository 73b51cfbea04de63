"""Cold start, side by side: the native function and the same work in Python with boto3, against one moto server.

Each run starts a process, as a cold start does, gives it one event through a Lambda Runtime API, and waits for the answer. It measures:

- the time from the process's start to its first poll of the Runtime API,
- the time to its answer, when the group is closed and was read again,
- the process's processor time, which neither the server's time nor other work on the machine changes,
- the process's highest resident set.

The runs alternate, and the numbers are medians.

    bench.py BOOTSTRAP [--runs N] [--transport http|https]
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid

WARM_UP = 2
HERE = os.path.dirname(os.path.abspath(__file__))
KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def make_certificate(folder):
    certificate, key = os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, stderr=subprocess.DEVNULL)
    return certificate, key


class Moto:
    """moto's server as a process of its own."""

    def __init__(self, certificate=None, key=None):
        port = free_port()
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{port}"
        tls = ["-s", "-c", certificate, "-k", key] if certificate else []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port), *tls],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("moto's server did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Connection:
    """One connection of a function to its Runtime API. One write sends headers and body, else the kernel waits 40 ms between them."""

    def __init__(self, listener):
        self.socket, _ = listener.accept()
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def request(self):
        while b"\r\n\r\n" not in self.rest:
            more = self.socket.recv(65536)
            if not more:
                return None, None
            self.rest += more
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        length = next((int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:")), 0)
        while len(self.rest) < length:
            self.rest += self.socket.recv(65536)
        body, self.rest = self.rest[:length], self.rest[length:]
        return lines[0], body

    def answer(self, status, body=b"", headers=""):
        self.socket.sendall(f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body)


def run_once(command, environment, event):
    """Starts a function with an event. Returns ms to the first poll, ms to the answer, ms of processor time, and peak memory in KiB."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(4)
        listener.settimeout(30)
        environment = {**environment, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{listener.getsockname()[1]}"}
        started = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            polled = answered = None
            connection = Connection(listener)
            while answered is None:
                line, body = connection.request()
                if line is None:
                    connection = Connection(listener)
                elif line.startswith("GET"):
                    polled = time.perf_counter() - started
                    connection.answer("200 OK", json.dumps(event).encode(), (
                        "Lambda-Runtime-Aws-Request-Id: r1\r\n"
                        f"Lambda-Runtime-Deadline-Ms: {int(time.time() * 1000) + 30_000}\r\n"
                        "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:bench\r\n"))
                else:
                    answered = time.perf_counter() - started
                    connection.answer("202 Accepted")
            with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
                peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
        finally:
            process.kill()
            output = process.stdout.read().decode(errors="replace")
            process.stdout.close()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = status
    if json.loads(body).get("outcome") != "reverted":
        raise SystemExit(f"{command[0]} did not close the group: {line} {body.decode()}\n{output}")
    return polled * 1000, answered * 1000, (usage.ru_utime + usage.ru_stime) * 1000, peak


def open_group(ec2):
    group = ec2.create_security_group(GroupName=str(uuid.uuid4()), Description="bench")["GroupId"]
    added = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
    rule = added["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return {
        "version": "0", "id": str(uuid.uuid4()), "detail-type": "AWS API Call via CloudTrail", "source": "aws.ec2",
        "account": "123456789012", "time": now, "region": "us-east-1", "resources": [], "detail": {
            "eventVersion": "1.10", "eventSource": "ec2.amazonaws.com", "eventName": "AuthorizeSecurityGroupIngress",
            "eventID": str(uuid.uuid4()), "eventTime": now, "awsRegion": "us-east-1", "recipientAccountId": "123456789012",
            "sourceIPAddress": "203.0.113.9", "userAgent": "aws-cli/2.17.0",
            "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/eve"},
            "requestParameters": {"groupId": group, "ipPermissions": {"items": [
                {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}]}},
            "responseElements": {"_return": True, "securityGroupRuleSet": {"items": [
                {"groupId": group, "securityGroupRuleId": rule, "isEgress": False, "ipProtocol": "tcp", "fromPort": 22, "toPort": 22,
                 "cidrIpv4": "0.0.0.0/0"}]}}}}


def measure(transport, bootstrap, runs, folder):
    import boto3

    certificate, key = make_certificate(folder) if transport == "https" else (None, None)
    moto = Moto(certificate, key)
    try:
        environment = {**KEYS, "AWS_ENDPOINT_URL": moto.url, "PATH": os.environ["PATH"]}
        if certificate:
            environment["AWS_CA_BUNDLE"] = certificate
        ec2 = boto3.client("ec2", endpoint_url=moto.url, region_name="us-east-1", aws_access_key_id="testing",
                           aws_secret_access_key="testing", verify=certificate)
        commands = {"native": [bootstrap], "python": [sys.executable, os.path.join(HERE, "anchor.py")]}
        results = {name: [] for name in commands}
        for i in range(WARM_UP + runs):
            for name, command in commands.items():
                result = run_once(command, environment, open_group(ec2))
                if i >= WARM_UP:
                    results[name].append(result)
    finally:
        moto.stop()
    return {name: [statistics.median(column) for column in zip(*rows)] for name, rows in results.items()}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("bootstrap")
    arguments.add_argument("--runs", type=int, default=20)
    arguments.add_argument("--transport", choices=["http", "https"])
    options = arguments.parse_args()
    os.environ.pop("AWS_CA_BUNDLE", None)  # else it would replace the certificate made here
    print(f"{options.runs} runs each, alternating, medians; {os.cpu_count()} processors, Python {sys.version.split()[0]}")
    print(f"{'':8}{'':8}{'first poll':>12}{'first revert':>14}{'processor':>12}{'memory':>12}")
    with tempfile.TemporaryDirectory() as folder:
        for transport in [options.transport] if options.transport else ["http", "https"]:
            medians = measure(transport, options.bootstrap, options.runs, folder)
            for name, (polled, answered, busy, peak) in medians.items():
                print(f"{transport:8}{name:8}{polled:9.1f} ms{answered:11.1f} ms{busy:9.1f} ms{peak / 1024:8.1f} MiB")
            ratios = [slow / fast for slow, fast in zip(medians["python"], medians["native"])]
            print(f"{transport:8}{'ratio':8}{ratios[0]:11.1f}x{ratios[1]:13.1f}x{ratios[2]:11.1f}x{ratios[3]:11.1f}x", flush=True)


main()
