#!/usr/bin/env python3
"""Writes an AdmissionReview of about the size asked for, as an API server sends it when a Deployment
is applied anew: containers with environment variables, probes, resources and mounts, the fields that
each manager owns, what was applied last, and the old object. All of its images are releases.

  tests/bench/review.py BYTES [CREATE]
"""
import json
import sys

ENVIRONMENT_VARIABLES = 12
CREATED = "2026-11-24T00:38:01Z"


def variable(number):
    if number % 4 == 3:
        key = {"name": f"service-{number}", "key": f"setting-{number}", "optional": False}
        return {"name": f"SECRET_{number}", "valueFrom": {"secretKeyRef": key}}
    return {"name": f"SETTING_{number}", "value": f"https://service-{number}.internal:8443/v1"}


def container(number):
    probe = {"httpGet": {"path": "/readyz", "port": "http", "scheme": "HTTP"}, "timeoutSeconds": 1,
             "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3}
    return {
        "name": f"service-{number}",
        "image": f"ghcr.io/power-edge/service-{number}:v1.{number % 97}.{number % 13}",
        "args": ["--listen", ":8080", "--log-format", "json", f"--shard={number}"],
        "ports": [{"name": "http", "containerPort": 8080, "protocol": "TCP"}],
        "env": [variable(each) for each in range(ENVIRONMENT_VARIABLES)],
        "resources": {"limits": {"cpu": "500m", "memory": "256Mi"},
                      "requests": {"cpu": "100m", "memory": "128Mi"}},
        "volumeMounts": [{"name": "settings", "readOnly": True, "mountPath": "/etc/service"}],
        "livenessProbe": probe,
        "readinessProbe": probe,
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
        "imagePullPolicy": "IfNotPresent",
        "securityContext": {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True},
    }


def owned(value):
    """What managedFields say of a value: one empty object for each field (FieldsV1)."""
    if isinstance(value, dict):
        return {".": {}, **{f"f:{key}": owned(each) for key, each in value.items()}}
    if isinstance(value, list) and value and isinstance(value[0], dict) and "name" in value[0]:
        return {"k:" + json.dumps({"name": each["name"]}): owned(each) for each in value}
    return {}


def deployment(containers, generation):
    labels = {"app.kubernetes.io/name": "web", "app.kubernetes.io/managed-by": "Helm"}
    spec = {
        "replicas": 3,
        "selector": {"matchLabels": {"app.kubernetes.io/name": "web"}},
        "template": {
            "metadata": {"labels": labels},
            "spec": {
                "volumes": [{"name": "settings", "configMap": {"name": "web", "defaultMode": 420}}],
                "containers": [container(each) for each in range(containers)],
                "restartPolicy": "Always", "terminationGracePeriodSeconds": 30,
                "dnsPolicy": "ClusterFirst", "schedulerName": "default-scheduler",
                "securityContext": {"runAsNonRoot": True},
            },
        },
        "strategy": {"type": "RollingUpdate",
                     "rollingUpdate": {"maxUnavailable": "25%", "maxSurge": "25%"}},
    }
    applied = json.dumps({"apiVersion": "apps/v1", "kind": "Deployment", "spec": spec})
    return {
        "kind": "Deployment", "apiVersion": "apps/v1",
        "metadata": {
            "name": "web", "namespace": "production", "generation": generation,
            "uid": "a1c25ff9-34fd-4d0b-a8bb-44265e4483dc", "resourceVersion": str(240 + generation),
            "creationTimestamp": CREATED, "labels": labels,
            # An API server takes at most 256 KiB of annotations.
            "annotations": {"kubectl.kubernetes.io/last-applied-configuration": applied[:200000]},
            "managedFields": [{"manager": "kubectl-client-side-apply", "operation": "Update",
                               "apiVersion": "apps/v1", "time": CREATED, "fieldsType": "FieldsV1",
                               "fieldsV1": {"f:spec": owned(spec)}}],
        },
        "spec": spec,
        "status": {"observedGeneration": generation, "replicas": 3, "readyReplicas": 3},
    }


def review(containers, operation):
    kind = {"group": "apps", "version": "v1", "kind": "Deployment"}
    resource = {"group": "apps", "version": "v1", "resource": "deployments"}
    return {
        "kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1",
        "request": {
            "uid": "cf0b9c02-5574-4cb0-9b09-0d3e02b171db",
            "kind": kind, "resource": resource, "requestKind": kind, "requestResource": resource,
            "name": "web", "namespace": "production", "operation": operation,
            "userInfo": {"username": "admin", "groups": ["system:masters", "system:authenticated"]},
            "object": deployment(containers, 2),
            "oldObject": deployment(containers, 1) if operation == "UPDATE" else None,
            "dryRun": False,
            "options": {"kind": "UpdateOptions", "apiVersion": "meta.k8s.io/v1",
                        "fieldManager": "kubectl-client-side-apply"},
        },
    }


def text(containers, operation):
    return json.dumps(review(containers, operation), separators=(",", ":"))


def main():
    wanted, operation = int(sys.argv[1]), (sys.argv[2:] or ["UPDATE"])[0]
    one, two = len(text(1, operation)), len(text(2, operation))
    containers = max(1, 1 + round((wanted - one) / (two - one)))
    # What was applied last is cut in a long one, which then has room for more containers.
    while len(text(containers, operation)) < wanted * 0.97:
        containers += 1
    sys.stdout.write(text(containers, operation))


main()
