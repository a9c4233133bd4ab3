{{/*
Which namespace shows a denial: {name, label}. The name given is judged by itself, or the label is the
first environment that denies pre-releases; {} if none does.
*/}}
{{- define "release-gate.trial" -}}
{{- $namespace := .namespace }}
{{- $strict := "" }}
{{- $found := dict }}
{{- range (include "release-gate.environments" .root | fromJson).list }}
{{- $denies := include "release-gate.deniesPreReleases" . }}
{{- if and $denies (not $strict) }}{{ $strict = .name }}{{ end }}
{{- if and .namespaces (not $found) (regexMatch (include "release-gate.regex" .namespaces) $namespace) }}
{{- $found = dict "denies" $denies }}
{{- end }}
{{- end }}
{{- if $strict }}
{{- dict "name" $namespace "label" (empty $found.denies | ternary $strict "") | toJson }}
{{- else }}
{{- dict | toJson }}
{{- end }}
{{- end }}

{{- define "release-gate.deniesPreReleases" -}}
{{- $inherited := has .name (list "dev" "test") | ternary "allow" "deny" }}
{{- $action := get (.rules | default dict) "pre-release" | default $inherited }}
{{- $isEnforced := eq (.mode | default "enforce") "enforce" }}
{{- if and $isEnforced (eq $action "deny") (include "release-gate.isAsked" .) }}true{{ end }}
{{- end }}
