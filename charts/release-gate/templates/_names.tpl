{{- define "release-gate.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* 40 characters leave room for what is appended. */}}
{{- define "release-gate.fullname" -}}
{{- $name := include "release-gate.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* What is not in a namespace must not meet that of a release of the same name elsewhere. */}}
{{- define "release-gate.clusterName" -}}
{{- if eq .Release.Namespace (include "release-gate.fullname" .) }}
{{- include "release-gate.fullname" . }}
{{- else }}
{{- printf "%s-%s" (include "release-gate.fullname" .) .Release.Namespace }}
{{- end }}
{{- end }}

{{- define "release-gate.selectorLabels" -}}
app.kubernetes.io/name: {{ include "release-gate.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "release-gate.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "release-gate.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "release-gate.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- .Values.serviceAccount.name | default (include "release-gate.fullname" .) }}
{{- else }}
{{- .Values.serviceAccount.name | default "default" }}
{{- end }}
{{- end }}

{{- define "release-gate.image" -}}
{{- with .Values.image }}
{{- .repository }}:{{ .tag | default (printf "v%s" $.Chart.AppVersion) }}{{ with .digest }}@{{ . }}{{ end }}
{{- end }}
{{- end }}

{{/* The Secret with the certificate, whoever makes it. */}}
{{- define "release-gate.tlsSecretName" -}}
{{- if eq .Values.tls.mode "existingSecret" }}
{{- .Values.tls.existingSecret.name | required "tls.mode existingSecret needs tls.existingSecret.name" }}
{{- else if eq .Values.tls.mode "auto" }}
{{- include "release-gate.fullname" . }}-auto-tls
{{- else }}
{{- include "release-gate.fullname" . }}-tls
{{- end }}
{{- end }}

{{- define "release-gate.auditLease" -}}
{{ printf "%s-audit" (include "release-gate.fullname" . | trunc 57 | trimSuffix "-") }}
{{- end }}

{{/* Does the server ask the API server for anything? */}}
{{- define "release-gate.asksApiServer" -}}
{{- if or (eq .Values.tls.mode "auto") .Values.audit.enabled .Values.events.enabled }}true{{ end }}
{{- end }}
