{{/* The server's configuration file. */}}
{{- define "release-gate.config" -}}
{{- $environments := list }}
{{- range (include "release-gate.environments" . | fromJson).list }}
{{- $environment := pick . "name" "namespaces" "mode" "rules" "placeholders" }}
{{- with .revisionRules }}{{ $_ := set $environment "revisionRules" . }}{{ end }}
{{- $environments = append $environments $environment }}
{{- end }}
{{- /* The server would go on giving the namespaces of a built-in environment to it. */}}
{{- range list "production" "test" "dev" }}
{{- if not (get $.Values.environments .) }}
{{- $environments = append $environments (dict "name" . "namespaces" list) }}
{{- end }}
{{- end -}}
apiVersion: release-gate.power-edge.io/v1
kind: Configuration
server:
  listen: {{ printf "%s:%d" .Values.server.host (int .Values.server.port) | quote }}
  {{- toYaml (omit .Values.server "host" "port" "plainPort") | nindent 2 }}
tls:
  {{- if eq .Values.tls.mode "auto" }}
  mode: auto
  secret: {{ include "release-gate.tlsSecretName" . }}
  service: {{ include "release-gate.fullname" . }}
  webhookConfiguration: {{ include "release-gate.clusterName" . }}
  {{- toYaml .Values.tls.auto | nindent 2 }}
  {{- else }}
  certFile: /tls/tls.crt
  keyFile: /tls/tls.key
  {{- end }}
  minVersion: {{ .Values.tls.minVersion | quote }}
  {{- with .Values.tls.clientCAFile }}
  clientCAFile: {{ . | quote }}
  {{- end }}
  {{- with .Values.tls.clientNames }}
  clientNames:
  {{- toYaml . | nindent 2 }}
  {{- end }}
metrics:
  listen: {{ printf "%s:%d" .Values.server.host (int .Values.server.plainPort) | quote }}
{{- if .Values.audit.enabled }}
audit:
  enabled: true
  interval: {{ .Values.audit.interval | quote }}
  lease: {{ include "release-gate.auditLease" . }}
  maxWorkloads: {{ int .Values.audit.maxWorkloads }}
  {{- if .Values.audit.report.openreports }}
  report: {openreports: true}
  {{- end }}
  {{- with .Values.audit.infoMetric }}
  infoMetric: {{ . | quote }}
  {{- end }}
  {{- with .Values.audit.infoImages }}
  infoImages:
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
{{- if .Values.events.enabled }}
events:
  enabled: true
{{- end }}
logging:
  {{- toYaml .Values.logging | nindent 2 }}
environments:
{{ toYaml $environments }}
defaultEnvironment: {{ .Values.defaultEnvironment }}
digestWithTag: {{ .Values.digestWithTag }}
{{- with .Values.tagClasses }}
tagClasses:
{{ toYaml . }}
{{- end }}
{{- with .Values.exemptions }}
exemptions:
{{ toYaml . }}
{{- end }}
{{- with .Values.breakGlass.groups }}
breakGlass:
  groups:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.namespaceGuard.groups }}
namespaceGuard:
  groups:
  {{- toYaml . | nindent 2 }}
{{- end }}
controllerPods: {{ .Values.controllerPods }}
{{- with .Values.workloads }}
workloads:
{{ toYaml . }}
{{- end }}
{{- with .Values.message.help }}
message:
  help: {{ . | quote }}
{{- end }}
{{- end }}
