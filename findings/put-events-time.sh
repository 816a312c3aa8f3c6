#!/usr/bin/env bash
# One moment with a fraction of a second, sent by five clients of PutEvents: whether the fraction arrives depends on the
# client, and for boto3 on a release between two patches.
source "$(dirname "$0")/lib.sh"

install boto3==1.43.93 awscli==1.46.3
install --no-deps --target "$work/before" boto3==1.43.92 botocore==1.43.92
(cd "$work" && npm install --silent --no-audit --no-fund @aws-sdk/client-personalize-events@3.1142.0)
jars "$work/jars" software.amazon.awssdk:personalizeevents:2.40.2

cat > "$work/send.py" <<'PYTHON'
import datetime
import sys

import boto3

moment = datetime.datetime(2024, 1, 1, 0, 0, 0, 999123, tzinfo=datetime.timezone.utc)
boto3.client("personalize-events", endpoint_url=sys.argv[1]).put_events(
    trackingId="t", sessionId="s", eventList=[{"eventType": "click", "itemId": "i", "sentAt": moment}]
)
PYTHON
cat > "$work/send.mjs" <<'JAVASCRIPT'
import {PersonalizeEventsClient, PutEventsCommand} from "@aws-sdk/client-personalize-events";

await new PersonalizeEventsClient({endpoint: process.argv[2]}).send(new PutEventsCommand({
  trackingId: "t", sessionId: "s",
  eventList: [{eventType: "click", itemId: "i", sentAt: new Date("2024-01-01T00:00:00.999Z")}],
}));
JAVASCRIPT
cat > "$work/Send.java" <<'JAVA'
import java.net.URI;
import java.time.Instant;
import software.amazon.awssdk.services.personalizeevents.PersonalizeEventsClient;
import software.amazon.awssdk.services.personalizeevents.model.Event;

public class Send {
  public static void main(String[] arguments) {
    Instant moment = Instant.parse("2024-01-01T00:00:00.999123Z");
    Event event = Event.builder().eventType("click").itemId("i").sentAt(moment).build();
    URI server = URI.create(arguments[0]);
    try (PersonalizeEventsClient client = PersonalizeEventsClient.builder().endpointOverride(server).build()) {
      client.putEvents(request -> request.trackingId("t").sessionId("s").eventList(event));
    }
  }
}
JAVA

py "$work" <<'PYTHON'
import http.server
import json
import os
import subprocess
import sys
import threading
from decimal import Decimal

from seen import about, done, seen

about(
    ["boto3", "awscli"],
    "all clients of one API send the same moment, with its fraction of a second",
    "boto3 up to 1.43.92 and the AWS CLI 1.46.3 (the newest at the time, with its own botocore) cut "
    "sentAt to whole seconds without a word; boto3 from 1.43.93 sends microseconds, the SDKs for Java and "
    "JavaScript milliseconds. The clicks of one second have no order then",
)
received = []


class Recorder(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])), parse_float=Decimal)
        received.append(str(body["eventList"][0]["sentAt"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Recorder)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"
work = sys.argv[1]
binaries = os.path.dirname(sys.executable)
environment = dict(
    os.environ,
    AWS_ACCESS_KEY_ID="key",
    AWS_SECRET_ACCESS_KEY="secret",
    AWS_REGION="us-east-1",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
)


def sent(command, **more):
    subprocess.run(
        command,
        env=dict(environment, **more),
        cwd=work,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return received.pop()


print("2024-01-01T00:00:00.999123Z as the server receives it (JavaScript's dates end at milliseconds)")
send = [sys.executable, "send.py", url]
seen("boto3 1.43.92", sent(send, PYTHONPATH=os.path.join(work, "before")), "1704067200")
seen("boto3 1.43.93", sent(send), "1704067200.999123")
event = json.dumps([{"eventType": "click", "itemId": "i", "sentAt": "2024-01-01T00:00:00.999123Z"}])
seen(
    "AWS CLI 1.46.3",
    sent(
        [
            os.path.join(binaries, "aws"),
            "--endpoint-url",
            url,
            "personalize-events",
            "put-events",
            "--tracking-id",
            "t",
            "--session-id",
            "s",
            "--event-list",
            event,
        ]
    ),
    "1704067200",
)
seen("@aws-sdk/client-personalize-events 3.1142.0", sent(["node", "send.mjs", url]), "1704067200.999")
seen(
    "software.amazon.awssdk:personalizeevents:2.40.2",
    sent(["java", "-cp", "jars/*", "Send.java", url]),
    "1704067200.999",
)
done()
PYTHON
