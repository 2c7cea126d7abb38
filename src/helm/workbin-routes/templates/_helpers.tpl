{{- define "workbin-routes.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "workbin-routes.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "workbin-routes.labels" -}}
{{ include "workbin-routes.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- /* What the product itself would refuse, or what would lose data: said before anything is installed. */ -}}
{{- define "workbin-routes.validate" -}}
{{- $shared := and .Values.ledger.url .Values.broker.url -}}
{{- if and (gt (int .Values.replicaCount) 1) (not $shared) -}}
{{- fail "replicaCount is more than 1: set ledger.url to a PostgreSQL database and broker.url to a broker that all pods share (docs/scaling.md), or replicaCount to 1." -}}
{{- end -}}
{{- if and (not .Values.persistence.enabled) (not $shared) -}}
{{- fail "persistence.enabled is false: the ledger and the broker would be lost with the pod. Set ledger.url and broker.url, or persistence.enabled to true." -}}
{{- end -}}
{{- if and .Values.persistence.existingClaim (gt (int .Values.replicaCount) 1) -}}
{{- fail "persistence.existingClaim is one volume, and each pod needs its own: leave it empty, or set replicaCount to 1." -}}
{{- end -}}
{{- end -}}
